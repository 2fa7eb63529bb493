package io.campanile.bench.call;

import java.util.List;
import java.util.stream.Stream;

/**
 * A household: its doors, and its three residents, each on another transport.
 *
 * @param number by which it is called
 */
record House(String number, List<MqttParty> doors, List<Party> residents) {

    Stream<Party> parties() {
        return Stream.concat(doors.stream(), residents.stream());
    }

    Party resident(String userId) {
        return residents.stream().filter(resident -> resident.id().equals(userId)).findFirst().orElseThrow();
    }
}
