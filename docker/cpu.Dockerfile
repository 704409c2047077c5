# myriad for CPUs. From the checkout:
#     docker build -f docker/cpu.Dockerfile --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t myriad .
#     docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" myriad run sweep.toml -o out
FROM debian:12-slim AS build
WORKDIR /source
COPY scripts/setup scripts/setup
RUN scripts/setup --packages && rm -rf /var/lib/apt/lists/*
COPY . .
ARG COMMIT=unknown
RUN cmake -S . -B build -DMYRIAD_CUDA=OFF -DMYRIAD_PYTHON=OFF -DMYRIAD_TESTS=OFF -DMYRIAD_COMMIT="$COMMIT" \
    && cmake --build build --parallel "$(nproc)" \
    && cpack -G DEB --config build/CPackConfig.cmake -B /packages \
    && mv /packages/myriad_*.deb /packages/myriad.deb

FROM debian:12-slim
COPY --from=build /packages/myriad.deb /tmp/myriad.deb
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/myriad.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/myriad.deb \
    && useradd --create-home --uid 10001 myriad \
    && mkdir /data && chown myriad /data
USER 10001
WORKDIR /data
ENTRYPOINT ["myriad"]
CMD ["--help"]
