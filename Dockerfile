# docker build --tag gouji .
# docker run --rm --volume "$PWD:/reports" gouji check .
# docker run --rm --publish 127.0.0.1:8765:8765 --read-only --tmpfs /tmp gouji
# docker run --publish 8765:8765 --volume "$PWD/token:/token:ro" gouji desk --host 0.0.0.0 --port 8765 \
#     --token-file /token --allow-host desk.example --no-browser
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY packaging/hatch_build.py packaging/
COPY rules rules
COPY validator validator
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels .[desk]

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels gouji[desk]
# Reports come from strangers: nothing that reads them needs to be root.
RUN useradd --create-home gouji
USER gouji
WORKDIR /reports
EXPOSE 8765
ENTRYPOINT ["gouji"]
CMD ["desk", "--host", "0.0.0.0", "--port", "8765", "--no-browser"]
