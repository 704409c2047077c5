# myriad for NVIDIA GPUs (compute capability 7.5 and later; the host needs a driver for CUDA 13 and the NVIDIA
# container toolkit). From the checkout:
#     docker build -f docker/cuda.Dockerfile --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t myriad:cuda .
#     docker run --rm --gpus all -v "$PWD:/data" --user "$(id -u):$(id -g)" myriad:cuda run sweep.toml -o out
FROM nvidia/cuda:13.0.1-devel-ubuntu24.04 AS build
WORKDIR /source
COPY scripts/setup scripts/setup
RUN scripts/setup --packages && rm -rf /var/lib/apt/lists/*
COPY . .
ARG COMMIT=unknown
ARG ARCHITECTURES="75-real;80-real;90-real;100-real;120-virtual"
# The CUDA runtime is linked in: the image that runs needs the driver alone, which the container toolkit brings.
RUN cmake -S . -B build -DMYRIAD_CUDA=ON -DMYRIAD_CUDA_ARCHITECTURES="$ARCHITECTURES" -DMYRIAD_PYTHON=OFF \
          -DMYRIAD_TESTS=OFF -DMYRIAD_COMMIT="$COMMIT" \
    && cmake --build build --parallel "$(nproc)" \
    && cpack -G DEB --config build/CPackConfig.cmake -B /packages \
    && mv /packages/myriad_*.deb /packages/myriad.deb

FROM ubuntu:24.04
COPY --from=build /packages/myriad.deb /tmp/myriad.deb
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/myriad.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/myriad.deb \
    && useradd --create-home --uid 10001 myriad \
    && mkdir /data && chown myriad /data
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER 10001
WORKDIR /data
ENTRYPOINT ["myriad"]
CMD ["--help"]
