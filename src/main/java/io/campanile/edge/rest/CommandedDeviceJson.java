package io.campanile.edge.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.campanile.domain.device.CommandQueues.Desired;
import io.campanile.domain.device.DeviceView;
import java.util.Map;

/**
 * One device with what it is to be besides (CAPABILITIES 5.09).
 *
 * @param desired         the newest values given for each service
 * @param desiredVersion  counts the commands given
 * @param reported        the values of the newest successful reply of each service
 * @param reportedVersion the newest desired version that such a reply answered
 */
record CommandedDeviceJson(@JsonUnwrapped DeviceJson device, Map<String, Object> desired, long desiredVersion,
                           Map<String, Object> reported, long reportedVersion) {

    static CommandedDeviceJson of(DeviceView view, Desired desired) {
        return new CommandedDeviceJson(DeviceJson.of(view), desired.values(), desired.version(), desired.reported(),
                desired.reportedVersion());
    }
}
