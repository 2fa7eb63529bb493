# The gateway with everything it can carry. What it shall not carry is named by the environment: KAFKA_BOOTSTRAP_SERVERS …
FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
# A layer of its own: the libraries change less often than the code
RUN mvn -B -ntp dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib
COPY .mvn .mvn
COPY application.properties ./
COPY src/main src/main
RUN mvn -B -ntp package -Dmaven.test.skip=true

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --create-home --home-dir /campanile campanile \
    && install -d -o campanile -g campanile /campanile/data
WORKDIR /campanile
COPY --from=build /build/target/lib lib
COPY --from=build /build/target/campanile-*.jar campanile.jar
COPY application.properties ./
# Writable, for a live edit
COPY --chown=campanile:campanile routes routes
USER campanile
ENV BIND_HOST=0.0.0.0 \
    JDK_JAVA_OPTIONS="-Xmx512m -XX:MaxMetaspaceSize=224m -XX:MaxDirectMemorySize=256m -XX:+ExitOnOutOfMemoryError"
VOLUME /campanile/data
# Console, REST and WebSocket; MQTT; lines; health and metrics, which ask nobody who they are: keep 9876 inside
EXPOSE 8080 1883 6000 9876
# Whether it lives, and its doors are open; not whether it is ready: a restart does not bring a backend back,
# so who routes clients asks /health, 200 or 503
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
    CMD curl --fail --silent --output /dev/null http://127.0.0.1:${MANAGEMENT_PORT:-9876}/observe/health/live \
        && ! curl --silent http://127.0.0.1:${MANAGEMENT_PORT:-9876}/observe/health/ready | grep --quiet '"doors"'
# exec form: SIGTERM reaches the gateway, which ends in good order
ENTRYPOINT ["java", "-jar", "campanile.jar"]
