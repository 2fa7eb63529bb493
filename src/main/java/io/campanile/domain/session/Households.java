package io.campanile.domain.session;

import io.campanile.domain.device.DeviceView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The households that exist, on which the rights of their residents rest (PROTOCOL 3). Thread-safe; blocks on the database. */
public interface Households {

    /**
     * Makes the household, or replaces the whole of it.
     *
     * @return the user ids whose rights may have changed by it: who lived there before, and who does now
     * @throws io.campanile.domain.CodedException 404 naming the user or the device that does not exist; nothing has changed then
     */
    Set<String> put(Household household);

    Optional<Household> find(String number);

    /**
     * A page of households, by number.
     *
     * @param after the last number of the page before, exclusive; null for the first page
     */
    List<Household> page(String after, int limit);

    /** Whether the user lives in a household that has the device. */
    boolean share(String userId, String sn);

    /** The users of all households that have the device, each once. */
    Set<String> residentsOf(String sn);

    /**
     * A page of the devices of all households the user lives in, each once, by sn.
     *
     * @param type  only this type; null for all
     * @param after the last sn of the page before, exclusive; null for the first page
     */
    List<DeviceView> devicesOf(String userId, String type, String after, int limit);
}
