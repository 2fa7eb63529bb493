package io.campanile.bench.hostile;

/**
 * What a hostile client does again and again.
 *
 * @param attackers how many do so at a time
 * @param seconds   how long one attempt takes; 0 for less than one
 */
public record Attack(String name, int attackers, int seconds, Attempt attempt) {

    /** One attempt, from connecting to the gateway's answer. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * @param from the attacker's address
         * @throws Unexpected when the gateway does not do what PROTOCOL says
         */
        void make(Target target, String from) throws Exception;
    }

    /** Where its attackers come from: an address that no other attack has, of this machine as all in 127.0.0.0/8. */
    String from() {
        return "127.1." + Math.floorMod(name.hashCode() >> 8, 256) + "." + (Math.floorMod(name.hashCode(), 250) + 1);
    }

    static Attack quick(String name, Attempt attempt) {
        return new Attack(name, 2, 0, attempt);
    }

    /** For one who is somebody, and so there once. */
    static Attack alone(String name, Attempt attempt) {
        return new Attack(name, 1, 0, attempt);
    }

    static Attack lasting(String name, int seconds, Attempt attempt) {
        return new Attack(name, 2, seconds, attempt);
    }
}
