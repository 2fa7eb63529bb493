package io.campanile.edge.websocket;

import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.Household;
import io.campanile.domain.session.Households;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Households as a test wrote them down: the sns by user id. */
record KnownHouseholds(Map<String, Set<String>> homes, DeviceRegistry devices) implements Households {

    @Override
    public boolean share(String userId, String sn) {
        return homes.getOrDefault(userId, Set.of()).contains(sn);
    }

    @Override
    public List<DeviceView> devicesOf(String userId, String type, String after, int limit) {
        return homes.getOrDefault(userId, Set.of()).stream().sorted()
                .filter(sn -> after == null || sn.compareTo(after) > 0)
                .flatMap(sn -> devices.find(sn).stream())
                .filter(view -> type == null || type.equals(view.device().type())).limit(limit).toList();
    }

    @Override
    public Set<String> residentsOf(String sn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> put(Household household) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Household> find(String number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Household> page(String after, int limit) {
        throw new UnsupportedOperationException();
    }
}
