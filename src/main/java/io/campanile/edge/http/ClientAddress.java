package io.campanile.edge.http;

import io.campanile.settings.SettingException;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where a request comes from, behind proxies that are trusted (CAPABILITIES 4.24): what each of them saw stands in
 * {@code X-Forwarded-For}, the last one's at its end, so the client is the last address there that is none of them.
 * What anybody else writes into that header, or in front of it, is not believed. Thread-safe.
 */
final class ClientAddress {

    private final List<IpSubnetFilterRule> proxies;

    /**
     * @param trustedProxies addresses such as {@code 10.0.0.1} or blocks such as {@code 10.0.0.0/8}
     * @throws SettingException when one is neither
     */
    ClientAddress(List<String> trustedProxies) {
        proxies = trustedProxies.stream().map(ClientAddress::rule).toList();
    }

    /** The request, whose {@code remoteAddress()} is the client's from now on. */
    HttpServerRequest reveal(HttpServerRequest request) {
        if (proxies.isEmpty() || !isProxy(request.remoteAddress().hostAddress())) {
            return request;
        }
        String client = client(request);
        return client == null ? request : new Revealed(request, SocketAddress.inetSocketAddress(request.remoteAddress().port(), client));
    }

    /** @return null when the proxy says nothing that is an address */
    private String client(HttpServerRequest request) {
        String[] hops = String.join(",", request.headers().getAll("X-Forwarded-For")).split(",");
        String client = null;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].trim();
            if (!isAddress(hop)) {
                break;
            }
            client = hop;
            if (!isProxy(hop)) {
                return client;
            }
        }
        String real = request.getHeader("X-Real-IP");
        return client == null && real != null && isAddress(real.trim()) ? real.trim() : client;
    }

    private boolean isProxy(String address) {
        InetSocketAddress socket = new InetSocketAddress(literal(address), 0);
        return proxies.stream().anyMatch(rule -> rule.matches(socket));
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    /** Without asking a name server. */
    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
    }

    private static IpSubnetFilterRule rule(String text) {
        String[] block = text.split("/", 2);
        try {
            InetAddress address = literal(block[0]);
            int bits = block.length == 2 ? Integer.parseInt(block[1]) : address.getAddress().length * Byte.SIZE;
            return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException e) {
            throw new SettingException("http.trusted-proxies has '" + text + "': set it to addresses such as 10.0.0.1 or blocks such as 10.0.0.0/8", e);
        }
    }

    private static final class Revealed extends HttpServerRequestWrapper {

        private final SocketAddress client;

        Revealed(HttpServerRequest request, SocketAddress client) {
            super((HttpServerRequestInternal) request);
            this.client = client;
        }

        @Override
        public SocketAddress remoteAddress() {
            return client;
        }
    }
}
