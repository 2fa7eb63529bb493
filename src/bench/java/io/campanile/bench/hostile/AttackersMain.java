package io.campanile.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The attackers, in a process of their own: what they do to their own memory and cores is then nothing that the well-behaved
 * clients could notice. A line with the name of an attack begins it, an empty line ends it; each is answered by a line, and the
 * end by {@value #AS_PROTOCOL} or by what was otherwise.
 */
final class AttackersMain {

    static final String AS_PROTOCOL = "as PROTOCOL says";

    private AttackersMain() {
    }

    /** Arguments: HTTP port, MQTT port, admin's token, user's token, revoked token, sn, secret. */
    public static void main(String[] args) throws IOException {
        Target target = new Target(Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2], args[3], null, args[5], args[6]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String name = order;
            Attack attack = Stream.concat(Controls.all().stream(), Attacks.all(target, args[4]).stream())
                    .filter(one -> one.name().equals(name)).findAny().orElseThrow();
            Siege siege = new Siege(target, attack);
            System.out.println("begun");
            orders.readLine();
            System.out.println(end(siege));
        }
        System.exit(0);
    }

    private static String end(Siege siege) {
        try {
            siege.end();
            return AS_PROTOCOL;
        } catch (Exception e) {
            return e.toString().replace('\n', ' ');
        }
    }
}
