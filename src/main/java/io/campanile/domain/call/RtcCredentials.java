package io.campanile.domain.call;

import java.util.LinkedHashMap;
import java.util.Map;
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

        /** As PROTOCOL 7 shows it. */
        public Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("room_id_type", roomIdType);
            fields.put("room_id", roomId);
            fields.put("sdk_app_id", sdkAppId);
            fields.put("user_id", userId);
            fields.put("user_sig", userSig);
            return fields;
        }

        /** Never shows the signature: records end in logs. */
        @Override
        public String toString() {
            return "Rtc[" + userId + " in " + roomId + "]";
        }
    }
}
