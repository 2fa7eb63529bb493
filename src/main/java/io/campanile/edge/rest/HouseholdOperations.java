package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Household;
import io.campanile.domain.session.Household.Resident;
import io.campanile.domain.session.HouseholdChanges;
import io.campanile.domain.session.Households;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on households (PROTOCOL 7), called by the routes of {@link HouseholdRoutes}. Thread-safe; they block. */
public final class HouseholdOperations {

    private static final Logger LOG = LoggerFactory.getLogger(HouseholdOperations.class);
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_PHONE = 32;

    private final Households households;
    private final HouseholdChanges changes;

    public HouseholdOperations(Households households, HouseholdChanges changes) {
        this.households = households;
        this.changes = changes;
    }

    public Map<String, Object> put(RestRequest request) {
        Fields fields = request.fields();
        Household household = new Household(number(request), residents(fields), devices(fields));
        changes.tell(households.put(household));
        LOG.info("household {} set by {}: {} residents, {} devices", household.number(), request.principal().id(),
                household.residents().size(), household.devices().size());
        return json(household);
    }

    public Map<String, Object> read(RestRequest request) {
        String number = number(request);
        return json(households.find(number).orElseThrow(() -> CodedException.notFound("household: " + number)));
    }

    public Map<String, Object> list(RestRequest request) {
        String after = request.text("after");
        return Page.of("households", request.limit(),
                rows -> households.page(after, rows).stream().map(HouseholdOperations::json).toList());
    }

    private static String number(RestRequest request) {
        String number = request.path().get("number");
        if (number.isBlank() || number.length() > LONGEST_NUMBER || number.chars().anyMatch(Character::isISOControl)) {
            throw CodedException.invalid("number", "must be 1 to " + LONGEST_NUMBER + " printable characters");
        }
        return number;
    }

    private static List<Resident> residents(Fields fields) {
        List<Resident> residents = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (Fields resident : fields.objects("residents")) {
            String userId = Ids.require("residents.user_id", resident.text("user_id"));
            String phone = resident.optionalText("phone");
            if (phone != null && (phone.isBlank() || phone.length() > LONGEST_PHONE)) {
                throw CodedException.invalid("residents.phone", "must be 1 to " + LONGEST_PHONE + " characters");
            }
            if (!named.add(userId)) {
                throw CodedException.invalid("residents", userId + " is named twice");
            }
            residents.add(new Resident(userId, phone));
        }
        return residents;
    }

    private static Set<String> devices(Fields fields) {
        Set<String> sns = new TreeSet<>();
        fields.texts("devices").forEach(sn -> sns.add(Ids.require("devices", sn)));
        return sns;
    }

    private static Map<String, Object> json(Household household) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", household.number());
        json.put("residents", household.residents().stream().map(HouseholdOperations::json).toList());
        json.put("devices", household.devices());
        return json;
    }

    private static Map<String, Object> json(Resident resident) {
        return resident.phone() == null
                ? Map.of("user_id", resident.userId())
                : Map.of("user_id", resident.userId(), "phone", resident.phone());
    }
}
