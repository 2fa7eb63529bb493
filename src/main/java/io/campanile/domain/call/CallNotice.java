package io.campanile.domain.call;

import io.campanile.domain.call.RtcCredentials.Rtc;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a party of a call is told (PROTOCOL 7), without the credentials for audio and video, which whoever tells it adds.
 *
 * @param values as they are told
 */
public record CallNotice(Party to, Kind kind, Map<String, Object> values) {

    public enum Kind {
        /** A call for somebody: its phone rings. */
        INCOMING("incoming"),
        /** Something has happened to a call. */
        CONTROL("control");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The end of its topic and of its push's service. */
        public String wireName() {
            return wireName;
        }
    }

    /** As it is told, with the credentials. @param rtc null for none */
    public Map<String, Object> with(Rtc rtc) {
        if (rtc == null) {
            return values;
        }
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("rtc", rtc.fields());
        return all;
    }

    /** Whether it comes with credentials: it lets its receiver join. */
    public boolean invites() {
        return kind == Kind.INCOMING || CallAction.INITIATED.wireName().equals(values.get("action"));
    }
}
