FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
# What `mvn package` does to make the jar, step by step: the phase itself would also fetch what only the tests need.
ENV STEPS="enforcer:enforce@default resources:resources compiler:compile jar:jar shade:shade@default"
# Once without sources: this layer holds every plugin and library, and is made anew only when the build itself changes.
COPY pom.xml LICENSE ./
RUN mvn -B -ntp $STEPS && rm -r target
COPY openapi.yaml ./
COPY src/main src/main
RUN mvn -B -o $STEPS
COPY src/image src/image
RUN javac -d target/image src/image/java/Rehearsal.java

# The JVM's own notes of one run, from which the next ones start in half the time. They hold for this very JVM and jar.
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
# Small enough to live beside the server within its memory.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["java", "-Xshare:auto", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xms4m", "-Xmx8m", "-cp", "usher.jar", "dev.usher.ops.HealthCheck"]
# A good third of the memory is heap, which for less than 360 MiB takes the one that is called the least: when a crowd comes, the compiler, its code, classes, threads, network buffers and the
# health check need the rest of 256 MiB. Nothing is written to the root file system; what Vert.x unpacks goes to the memory
# that every container has at /dev/shm.
# Options of your own: JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "-XX:AOTCache=usher.aot", "-XX:MinRAMPercentage=35", "-XX:MaxRAMPercentage=35", "-XX:MaxDirectMemorySize=32m", "-XX:ReservedCodeCacheSize=64m", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-Dvertx.cacheDirBase=/dev/shm/usher", "-jar", "usher.jar"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Usher" \
      org.opencontainers.image.description="Event registration: seats, a line when they are gone, promotion of the first in line." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
