package io.campanile.bench.push;

import java.util.Locale;

/**
 * What became of conditional pushes, as their receivers and their outcomes tell it.
 *
 * @param meant   what all receivers together should have heard
 * @param reached what they did hear, once
 * @param missed  what they should have heard and did not
 * @param wrong   what they heard that was not for them, or twice
 * @param told    whether every outcome said as many matched and sent, none failed, on both nodes
 * @param medianMs from the request to the last receiver; of the pushes the median, and the worst
 */
public record Verdict(int connections, int pushes, long meant, long reached, long missed, long wrong, boolean told, double medianMs, double worstMs) {

    public boolean isExact() {
        return told && missed == 0 && wrong == 0 && reached == meant;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, """
                connections on two nodes            %,10d
                conditional pushes                  %,10d
                meant for, each push                %,10d
                reached, of all pushes              %,10d of %,d
                missed                              %,10d
                reached that were not meant, twice  %,10d
                outcomes agree                      %10s
                to the last receiver, median, ms    %,10.0f
                to the last receiver, worst, ms     %,10.0f
                verdict                             %10s""", connections, pushes, meant / pushes, reached, meant, missed, wrong,
                told ? "yes" : "no", medianMs, worstMs, isExact() ? "exact" : "NOT EXACT");
    }
}
