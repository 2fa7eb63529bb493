package io.campanile.domain.session;

import java.util.List;
import java.util.Set;

/**
 * People who live together and the devices that are theirs (PROTOCOL 7). A person, and a device, may be in several.
 *
 * @param number    1–64 characters, such as {@code 3-201}
 * @param residents each once
 * @param devices   their sns
 */
public record Household(String number, List<Resident> residents, Set<String> devices) {

    /** @param phone what rings besides the user's connections; null when none is known */
    public record Resident(String userId, String phone) {
    }

    public Household {
        residents = List.copyOf(residents);
    }
}
