package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.DeviceTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The devices that a subscription names: {@code {"sns":[…]}}, {@code {"type"}} or {@code {"all":true}} (PROTOCOL 5), in the order it names them. */
record Selection(Set<Key> keys) {

    private static final List<String> WAYS = List.of("sns", "type", "all");

    /**
     * By what a change finds those who watch it.
     *
     * @param ofHousehold what a resident asked for, as far as it is theirs: no change finds it, only the sns that follow from it
     */
    record Key(Kind kind, String name, boolean ofHousehold) {

        enum Kind { SN, TYPE, ALL }

        static final Key ALL = new Key(Kind.ALL, "", false);

        static Key sn(String sn) {
            return new Key(Kind.SN, sn, false);
        }

        static Key type(String type) {
            return new Key(Kind.TYPE, type, false);
        }

        Key ofHousehold(boolean only) {
            return new Key(kind, name, only);
        }
    }

    /** @throws CodedException 400 naming the field, also for a type that is not configured */
    static Selection of(Request request, DeviceTypes types) {
        if (WAYS.stream().filter(request::has).count() != 1) {
            throw new CodedException(ErrorCode.INVALID, "give exactly one of sns, type and all");
        }
        if (request.has("sns")) {
            return new Selection(request.texts("sns").stream()
                    .map(sn -> Key.sn(Ids.require("sns", sn))).collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        if (request.has("type")) {
            return new Selection(Set.of(Key.type(types.require("type", request.text("type")).name())));
        }
        if (!Boolean.TRUE.equals(request.values().get("all"))) {
            throw CodedException.invalid("all", "must be true");
        }
        return new Selection(Set.of(Key.ALL));
    }

    /** The sns, when it names devices one by one; else empty. */
    List<String> sns() {
        return keys.stream().filter(key -> key.kind() == Key.Kind.SN).map(Key::name).toList();
    }

    /** Whether it names devices one by one. */
    boolean single() {
        return keys.stream().allMatch(key -> key.kind() == Key.Kind.SN);
    }

    /** The type, when it names all devices of one; else null. */
    String type() {
        return keys.stream().filter(key -> key.kind() == Key.Kind.TYPE).map(Key::name).findFirst().orElse(null);
    }

    /** The same, as far as it is of one's household. */
    Selection ofHousehold() {
        return new Selection(keys.stream().map(key -> key.ofHousehold(true)).collect(Collectors.toUnmodifiableSet()));
    }

    boolean covers(String sn, String type) {
        return keys.contains(Key.ALL) || keys.contains(Key.sn(sn)) || keys.contains(Key.type(type));
    }
}
