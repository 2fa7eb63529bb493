package io.campanile.domain.call;

import io.campanile.domain.call.RtcCredentials.Rtc;
import java.util.concurrent.CompletionStage;

/** Brings notices to the phones of users and to devices, by one transport. Thread-safe; does not block. */
@FunctionalInterface
public interface CallTransport {

    /**
     * Tells what is to be told, after what was given before for the same receiver.
     *
     * @param rtc goes with it; null for none
     * @return completed once the transport has it, whether or not anybody is there to hear it
     */
    CompletionStage<?> tell(CallNotice notice, Rtc rtc);
}
