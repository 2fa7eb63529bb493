package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.lettuce.core.RedisClient;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded parts are the real servers, keep what they were given, and say plainly what stands in their way. */
class StandaloneTest {

    @TempDir
    Path data;

    @Test
    void everyPartServesAndKeepsItsContentsOverARestart() throws Exception {
        try (Running first = new Running(data)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) first.settings.get("kafka.bootstrap-servers")))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get(20, TimeUnit.SECONDS);
            }
            redis(first, "SET");
            sql(first, "create table kept (n int)");
        }
        try (Running second = new Running(data)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) second.settings.get("kafka.bootstrap-servers")))) {
                assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).contains("kept");
            }
            assertThat(redis(second, "GET")).isEqualTo("value");
            sql(second, "insert into kept values (1)");
        }
    }

    @Test
    void theRedisThatAKilledProcessLeftBehindIsEndedAndItsContentsKept() throws Exception {
        Process killed = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), RedisHolder.class.getName(), data.toString()).start();
        assertThat(killed.inputReader().lines().filter("ready"::equals).findFirst()).isPresent();
        killed.destroyForcibly().waitFor();

        RedisPart next = new RedisPart(data, 0);
        try {
            RedisClient again = RedisClient.create(next.start());
            assertThat(again.connect().sync().get("key")).isEqualTo("value");
            again.shutdown();
        } finally {
            next.stop();
        }
    }

    @Test
    void aRedisThatDiesAloneIsStartedAgainWithWhatItHeld() throws Exception {
        RedisPart part = new RedisPart(data, 0);
        RedisClient client = RedisClient.create(part.start());
        try {
            var redis = client.connect().sync();
            redis.set("key", "value");
            redis.configSet("appendfsync", "always");
            redis.set("key", "again");
            long pid = Long.parseLong(redis.info("server").replaceAll("(?s).*process_id:(\\d+).*", "$1"));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().ignoreExceptions().until(() -> redis.get("key"), "again"::equals);
        } finally {
            client.shutdown();
            part.stop();
        }
    }

    @Test
    void aPartThatIsSetExternallyIsNotStarted() {
        Settings settings = settings(Map.of("redis.url", "redis://elsewhere", "data.dir", data.toString()));
        try (Standalone standalone = new Standalone(settings, List.of(new RedisPart(data, 0)))) {
            assertThat(standalone.start()).isEmpty();
        }
        assertThat(settings.get("redis.url")).isEqualTo("redis://elsewhere");
    }

    @Test
    void aPortInUseIsToldInOneLineThatSaysWhatToDo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = settings(Map.of("data.dir", data.toString()));
            try (Standalone standalone = new Standalone(settings, List.of(new ZooKeeperPart(data, taken.getLocalPort())))) {
                assertThatThrownBy(standalone::start).isInstanceOf(SettingException.class)
                        .hasMessage("port " + taken.getLocalPort() + " is in use: stop what listens there or set zookeeper.port");
            }
        }
    }

    @Test
    void whatStartsWhileAnotherFailsIsStoppedOnceItHasStarted() throws Exception {
        Slow slow = new Slow();
        ZooKeeperPart failing = new ZooKeeperPart(data.resolve("file"), 0);
        Files.createFile(data.resolve("file"));
        try (Standalone standalone = new Standalone(settings(Map.of("data.dir", data.toString())), List.of(failing, slow))) {
            assertThatThrownBy(standalone::start).isInstanceOf(SettingException.class).hasMessageContaining("ZooKeeper does not start");
        }
        assertThat(slow.stoppedOnceStarted).isTrue();
    }

    private static Settings settings(Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        return new Settings(properties, name -> null);
    }

    private static String redis(Running running, String command) {
        RedisClient client = RedisClient.create(running.settings.get("redis.url"));
        try {
            var redis = client.connect().sync();
            return command.equals("SET") ? redis.set("key", "value") : redis.get("key");
        } finally {
            client.shutdown();
        }
    }

    private static void sql(Running running, String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection(running.settings.get("jdbc.url"), "campanile", "")) {
            connection.createStatement().execute(statement);
        }
        String remote = running.reached.get("H2");
        try (Connection connection = DriverManager.getConnection(remote, "campanile", "")) {
            assertThat(connection.createStatement().executeQuery("select count(*) from kept").next()).isTrue();
        }
    }

    /** The process that is killed: it starts Redis, leaves a value in it, and waits for its end. */
    public static final class RedisHolder {
        public static void main(String[] arguments) throws Exception {
            RedisClient client = RedisClient.create(new RedisPart(Path.of(arguments[0]), 0).start());
            client.connect().sync().set("key", "value");
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    /** Takes as long to start as it waits for somebody to stop it meanwhile. */
    private static final class Slow implements Part {
        final CountDownLatch stop = new CountDownLatch(1);
        volatile boolean started;
        volatile boolean stoppedOnceStarted;

        @Override
        public String name() {
            return "Slow";
        }

        @Override
        public String setting() {
            return "slow.url";
        }

        @Override
        public String start() throws InterruptedException {
            stop.await(300, TimeUnit.MILLISECONDS);
            started = true;
            return reached();
        }

        @Override
        public String reached() {
            return "slow://127.0.0.1";
        }

        @Override
        public void stop() {
            stoppedOnceStarted = started;
            stop.countDown();
        }
    }

    private static final class Running implements AutoCloseable {
        final Settings settings;
        final Standalone standalone;
        final Map<String, String> reached;

        Running(Path data) {
            settings = settings(Map.of("data.dir", data.toString()));
            standalone = new Standalone(settings, List.of(
                    new KafkaPart(data.resolve("kafka"), 0), new RedisPart(data.resolve("redis"), 0),
                    new SqlPart(data.resolve("sql"), 0, "campanile", "", () -> { }), new ZooKeeperPart(data.resolve("zookeeper"), 0)));
            reached = standalone.start();
        }

        @Override
        public void close() {
            standalone.close();
        }
    }
}
