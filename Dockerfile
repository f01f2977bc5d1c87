# syntax=docker/dockerfile:1
# fin-ingest in a container: `docker build .` for the program with git and docutils, `--target chromium` for the variant
# that also renders websites, `--target fleet` for the one with the queue of a fleet. docs/containers.md says how to run it.
# The version is pinned here; the update bot adds the digest and raises both.
ARG NODE_IMAGE=docker.io/library/node:22.22.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json config.schema.json ./
COPY src ./src
COPY connectors ./connectors
COPY pipelines ./pipelines
COPY deploy ./deploy
COPY packing ./packing
# The browser's client is an optional peer: set aside, at the version of the lockfile, for the variant that has a browser.
RUN npm run bundle && cp -r node_modules/playwright-core ../playwright-core \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM ${NODE_IMAGE} AS base
# git reads docs repositories, docutils reads reStructuredText; tini passes signals on and takes in orphans.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client python3-docutils tini \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/fin-ingest
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist/bundle ./dist/bundle
COPY config.example.yaml config.schema.json LICENSE ./
COPY examples ./examples
# A numeric user, so that Kubernetes can tell that it is not root; the state is a volume that it owns.
RUN groupadd --gid 10001 fin-ingest \
  && useradd --uid 10001 --gid 10001 --create-home --shell /usr/sbin/nologin fin-ingest \
  && mkdir -p /work /state && chown 10001:10001 /work /state \
  && ln -s /opt/fin-ingest/dist/bundle/main.js /usr/local/bin/fin-ingest \
  && ln -s /opt/fin-ingest/dist/bundle/ci.js /usr/local/bin/fin-ingest-ci \
  && chmod +x dist/bundle/main.js dist/bundle/ci.js
ENV NODE_ENV=production
WORKDIR /work
VOLUME ["/state"]
# No HEALTHCHECK here: a run ends by itself, and its exit code is its health. compose.yaml has one for `status --serve`.
ENTRYPOINT ["tini", "--", "fin-ingest"]
CMD ["--help"]

FROM base AS chromium
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends chromium fonts-liberation \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/fin-ingest
COPY --from=build /playwright-core ./node_modules/playwright-core
WORKDIR /work
USER 10001:10001

# The queue of a fleet: optional peers, at versions for this Node, apart from the packages of the program.
FROM ${NODE_IMAGE} AS queue
WORKDIR /queue
RUN npm install --ignore-scripts --no-audit --no-fund pg-boss@12.38.0 pg@8.23.1

FROM base AS fleet
COPY --from=queue /queue/node_modules ./node_modules
USER 10001:10001

FROM base AS default
USER 10001:10001
