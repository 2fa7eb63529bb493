package io.campanile.standalone.mqtt;

import java.util.UUID;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How Artemis is set up to be a broker for MQTT alone, whose confirmations survive {@code kill -9}. */
final class BrokerConfiguration {

    /** The largest packet taken, in bytes, told to MQTT 5 clients as Maximum Packet Size. */
    static final int MAX_PACKET = 256 * 1024;

    private static final long MIN_DISK_FREE = 64L * 1024 * 1024;
    /** What waits for consumers beyond this goes to disk. */
    private static final long MAX_MEMORY = 64L * 1024 * 1024;

    private BrokerConfiguration() {
    }

    /** @param acceptor what the one acceptor is called */
    static Configuration of(MqttSettings settings, String acceptor) throws Exception {
        return new ConfigurationImpl()
                .setName("campanile")
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(settings.directory().resolve("journal").toString())
                .setBindingsDirectory(settings.directory().resolve("bindings").toString())
                .setPagingDirectory(settings.directory().resolve("paging").toString())
                .setLargeMessagesDirectory(settings.directory().resolve("large-messages").toString())
                // A confirmation waits for the write, not for the disk: it survives the process, not a power cut
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(false)
                .setJournalBufferTimeout_NIO(500_000)
                .setGlobalMaxSize(MAX_MEMORY)
                // Bytes. A share of the disk, its default, would stop devices while gigabytes are free; we hold them back before
                .setMinDiskFree(MIN_DISK_FREE)
                .setThreadPoolMaxSize(16)
                .setScheduledThreadPoolMaxSize(2)
                .setCriticalAnalyzer(false)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setSuppressSessionNotifications(true)
                .setSecurityEnabled(true)
                // Both caches are keyed without the ClientId, and would let a one-time token in twice
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                // Never used, and its default is public
                .setClusterPassword(UUID.randomUUID().toString())
                .addAddressSetting("#", new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setPageSizeBytes(1024 * 1024)
                        .setAutoCreateAddresses(true)
                        .setAutoCreateQueues(true)
                        .setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration(acceptor, "tcp://" + settings.host() + ":" + settings.port() + "?" + String.join(";",
                        "protocols=MQTT",
                        "autoStart=false",
                        // It is handed its connections by the door, and opens no port of its own
                        "httpUpgradeEnabled=true",
                        "useEpoll=false",
                        "useKQueue=false",
                        "remotingThreads=1",
                        "maximumPacketSize=" + MAX_PACKET,
                        "webSocketMaxFramePayloadLength=" + (MAX_PACKET + 5),
                        // The rules see topics, not aliases
                        "topicAliasMaximum=0",
                        // MQTT 3.1.1 clients are not told of a server's keep alive, and would be cut off
                        "serverKeepAlive=-1",
                        "closeMqttConnectionOnPublishAuthorizationFailure=false"));
    }
}
