package io.campanile.bench.peer;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * The broker that the gateway embeds, alone: the same version and the same journal, nobody asked who they are, nothing else
 * in the process. Arguments: the port, a directory.
 */
public final class BrokerPeer {

    private static final long MAX_MEMORY = 64L * 1024 * 1024;
    private static final int JOURNAL_BUFFER_NANOS = 500_000;

    private BrokerPeer() {
    }

    public static void main(String[] args) throws Exception {
        new EmbeddedActiveMQ().setConfiguration(configuration(args[0], args[1])).start();
    }

    private static Configuration configuration(String port, String directory) throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalType(JournalType.NIO)
                .setJournalDirectory(directory + "/journal")
                .setBindingsDirectory(directory + "/bindings")
                .setPagingDirectory(directory + "/paging")
                .setLargeMessagesDirectory(directory + "/large-messages")
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalDatasync(false)
                .setJournalBufferTimeout_NIO(JOURNAL_BUFFER_NANOS)
                .setGlobalMaxSize(MAX_MEMORY)
                .setThreadPoolMaxSize(16)
                .setScheduledThreadPoolMaxSize(2)
                .setCriticalAnalyzer(false)
                .setJMXManagementEnabled(false)
                .setMessageCounterEnabled(false)
                .setSuppressSessionNotifications(true)
                .setSecurityEnabled(false)
                .addAddressSetting("#", new AddressSettings()
                        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                        .setPageSizeBytes(1024 * 1024)
                        .setAutoCreateAddresses(true)
                        .setAutoCreateQueues(true)
                        .setMaxDeliveryAttempts(-1))
                .addAcceptorConfiguration("mqtt", "tcp://127.0.0.1:" + port
                        + "?protocols=MQTT;useEpoll=false;useKQueue=false;remotingThreads=4;topicAliasMaximum=0;serverKeepAlive=-1");
    }
}
