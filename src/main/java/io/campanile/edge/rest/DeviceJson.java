package io.campanile.edge.rest;

import io.campanile.domain.device.DeviceView;

import java.util.Map;

/** A device as REST shows it (PROTOCOL 9). */
record DeviceJson(String sn, String type, String name, boolean online, Map<String, Object> state, long version,
                  long updatedAt, long lastSeen) {

    static DeviceJson of(DeviceView view) {
        return new DeviceJson(view.device().sn(), view.device().type(), view.device().name(), view.online(),
                view.state().fields(), view.state().version(), view.state().updatedAt(), view.lastSeen());
    }
}
