package io.campanile.domain.call;

import java.util.Optional;

/** What lets a party join the audio and video of a call (CAPABILITIES 0.30). Thread-safe; does not block. */
@FunctionalInterface
public interface RtcCredentials {

    /** Where there are none: calls go without (PROTOCOL 7). */
    RtcCredentials NONE = (party, roomId) -> Optional.empty();

    /** @return empty when the settings that they need are not there */
    Optional<Rtc> of(Party party, String roomId);

    /**
     * As PROTOCOL 7 has it.
     *
     * @param userSig lets whoever has it in
     */
    record Rtc(String roomIdType, String roomId, long sdkAppId, String userId, String userSig) {

        /** Never shows the signature: records end in logs. */
        @Override
        public String toString() {
            return "Rtc[" + userId + " in " + roomId + "]";
        }
    }
}
