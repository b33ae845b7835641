# The command as an image: docker build -t entente .
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make build

# No shell, no package manager: certificates to trust, and a user who is not root.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /src/entente /usr/local/bin/entente
ENTRYPOINT ["/usr/local/bin/entente"]
