package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceEnrolment;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.device.RecordedReport;
import io.campanile.domain.device.ReportHistory;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Households;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on devices (PROTOCOL 3 and 9), called by the routes of {@link DeviceRoutes}. Thread-safe; they block. */
public final class DeviceOperations {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceOperations.class);

    private final DeviceEnrolment enrolment;
    private final DeviceRegistry devices;
    private final DeviceTypes types;
    private final ReportHistory history;
    private final Households households;
    private final CommandQueues commands;

    public DeviceOperations(DeviceEnrolment enrolment, DeviceRegistry devices, DeviceTypes types, ReportHistory history,
            Households households, CommandQueues commands) {
        this.enrolment = enrolment;
        this.devices = devices;
        this.types = types;
        this.history = history;
        this.households = households;
        this.commands = commands;
    }

    public Map<String, Object> register(RestRequest request) {
        Fields fields = request.fields();
        Device device = new Device(fields.text("sn"), fields.text("type"), fields.optionalText("name"));
        String secret = enrolment.register(device);
        LOG.info("device registered: {} by {}", device.sn(), request.principal().id());
        return secret(device.sn(), secret);
    }

    public Map<String, Object> rotateSecret(RestRequest request) {
        String sn = sn(request);
        String secret = enrolment.rotateSecret(sn);
        LOG.info("device secret rotated: {} by {}", sn, request.principal().id());
        return secret(sn, secret);
    }

    public Map<String, Object> list(RestRequest request) {
        String type = request.text("type");
        if (type != null) {
            types.require("type", type);
        }
        String after = request.text("after");
        if (after != null) {
            Ids.require("after", after);
        }
        return Page.of("devices", request.limit(),
                rows -> page(request, type, after, rows).stream().map(DeviceJson::of).toList());
    }

    private List<DeviceView> page(RestRequest request, String type, String after, int rows) {
        return seesAll(request) ? devices.page(type, after, rows)
                : households.devicesOf(request.principal().id(), type, after, rows);
    }

    public CommandedDeviceJson read(RestRequest request) {
        DeviceView device = find(request);
        return CommandedDeviceJson.of(device, commands.desired(device.device().sn()));
    }

    public Map<String, Object> reports(RestRequest request) {
        String before = request.text("before");
        long from = request.time("from", 0);
        long to = request.time("to", Long.MAX_VALUE);
        int limit = request.limit();
        String sn = find(request).device().sn();
        return Page.of("reports", limit,
                rows -> history.page(sn, from, to, before, rows).stream().map(DeviceOperations::report).toList());
    }

    private DeviceView find(RestRequest request) {
        String sn = sn(request);
        if (!seesAll(request) && !households.share(request.principal().id(), sn)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "sn: " + sn + " is not in your household");
        }
        return devices.find(sn).orElseThrow(() -> CodedException.notFound("device: " + sn));
    }

    private static boolean seesAll(RestRequest request) {
        return Access.reach(request.principal(), Operation.READ_DEVICES) == Reach.ALL;
    }

    private static String sn(RestRequest request) {
        return Ids.require("sn", request.path().get("sn"));
    }

    private static Map<String, Object> secret(String sn, String secret) {
        return Map.of("sn", sn, "secret", secret);
    }

    private static Map<String, Object> report(RecordedReport report) {
        Map<String, Object> json = new LinkedHashMap<>(report.fields());
        json.put("received_at", report.receivedAt());
        json.put("applied", report.applied());
        return json;
    }
}
