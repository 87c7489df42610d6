#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace qd::test {

/// The protobuf form of an OTLP export request that is given as JSON, by a table of the fields of opentelemetry-proto: so
/// that one sample tests both decoders. An unknown member fails the running test.
QByteArray otlpProtobuf(const QByteArray &json);

} // namespace qd::test
