FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# The goals of `mvn package` that build the jar: the phase itself would also download test dependencies.
ENV STEPS="enforcer:enforce@default resources:resources compiler:compile jar:jar shade:shade@default"
# A first run without sources: this layer contains all plugins and libraries, and is rebuilt only when pom.xml changes.
COPY pom.xml LICENSE ./
RUN mvn -B -ntp $STEPS && rm -r target
COPY openapi.yaml ./
COPY src/main src/main
RUN mvn -B -o $STEPS
COPY src/image src/image
RUN javac -d target/image src/image/java/Rehearsal.java

# AOT cache recorded in a training run; it halves the start time. Valid only for this exact JVM and jar.
FROM eclipse-temurin:25-jre AS rehearsal
WORKDIR /opt/usher
COPY --from=build /build/target/usher.jar ./
COPY --from=build /build/target/image /rehearsal
RUN java -cp /rehearsal Rehearsal usher.jar usher.aot

FROM eclipse-temurin:25-jre
WORKDIR /opt/usher
COPY --from=rehearsal /opt/usher ./
ENV USHER_HTTP_HOST=0.0.0.0 MALLOC_ARENA_MAX=2
EXPOSE 8080 9090
USER 10001:10001
# Flags keep the health check small enough to run within the server's memory limit.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["java", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xms4m", "-Xmx8m", "-cp", "usher.jar", "dev.usher.ops.HealthCheck"]
# The heap is 35 % of the memory. MinRAMPercentage applies to small memory (up to about 360 MiB), MaxRAMPercentage to
# larger. Under load, the compiler, its code, classes, threads, network buffers and the health check need the rest of
# 256 MiB. Nothing is written to the root file system: Vert.x unpacks its files to /dev/shm, which every container has.
# For additional options, set JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "-XX:AOTCache=usher.aot", "-XX:MinRAMPercentage=35", "-XX:MaxRAMPercentage=35", "-XX:MaxDirectMemorySize=32m", "-XX:ReservedCodeCacheSize=64m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-Dvertx.cacheDirBase=/dev/shm/usher", "-jar", "usher.jar"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Usher" \
      org.opencontainers.image.description="Event registration server with a fixed number of seats and a fair waitlist." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
