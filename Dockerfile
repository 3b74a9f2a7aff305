# The bot as a container: built with everything, run with little, as a user who owns nothing.
#   docker build -t flows .
#   docker run --read-only --tmpfs /tmp --env-file flows.env -v flows-data:/data -v "$PWD/flows.config.yaml:/app/flows.config.yaml:ro" flows
# The base as of the day it is built. To build the same again, name it by its digest:
#   docker build --build-arg BASE="$(docker image inspect --format '{{index .RepoDigests 0}}' node:24-bookworm-slim)" -t flows .
ARG BASE=node:24-bookworm-slim
FROM $BASE AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build
# What is only for developing, the local Slack of the demo, and the forms of the address data that nothing reads stay behind.
RUN npm prune --omit=dev && rm -rf node_modules/local-slack-* node_modules/@ip-location-db/asn/asn-ipv?.csv

FROM $BASE
# Nothing is installed any more: what npm is made of would only be one more thing to keep up to date.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn* /opt/yarn-*
ENV NODE_ENV=production
# What it remembers, where DATABASE_URL names no Postgres: a file on a volume, which outlives the container.
ENV FLOWS_STORE=/data/flows.db
RUN mkdir /data && chown node:node /data
VOLUME /data
# For temporary files, where the root file system is read-only. What Fargate mounts there belongs to root alone unless the image has a volume of this
# very path: then it is as it is here.
RUN chmod 1777 /tmp
VOLUME /tmp
WORKDIR /app
COPY --from=build /app/package.json ./
COPY manifest.yml ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 and handles the signals itself: no shell, no package manager in between.
CMD ["node", "dist/main.js"]
