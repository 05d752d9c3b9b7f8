# docker build --tag gouji .
# docker run --rm --volume "$PWD:/reports" gouji check .
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY rules rules
COPY validator validator
RUN python -m pip wheel --no-cache-dir --wheel-dir /wheels .

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    python -m pip install --no-cache-dir --no-index --find-links /wheels gouji
# Reports come from strangers: nothing that reads them needs to be root.
RUN useradd --create-home gouji
USER gouji
WORKDIR /reports
ENTRYPOINT ["gouji"]
CMD ["--help"]
