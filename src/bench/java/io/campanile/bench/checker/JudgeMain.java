package io.campanile.bench.checker;

import java.io.IOException;
import java.nio.file.Path;

/** Judges a run again, from its log alone: {@code JudgeMain log=<directory> [late=5s]}. Exit status 0 when it passes, else 1. */
public final class JudgeMain {

    private JudgeMain() {
    }

    public static void main(String[] args) throws IOException {
        Terminal.speakUtf8();
        Arguments arguments = new Arguments(args);
        Verdict verdict = Judgement.on(Path.of(arguments.get("log")), Plan.late(arguments));
        System.out.print(verdict);
        System.exit(verdict.passed() ? 0 : 1);
    }
}
