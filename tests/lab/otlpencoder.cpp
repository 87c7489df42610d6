#include "otlpencoder.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <protozero/pbf_writer.hpp>

namespace qd::test {

namespace {

enum class Wire { Message, Text, Id, Base64, Fixed, Signed, Double, Varint, Bool, PackedFixed, PackedDouble };

struct Field {
    unsigned number;
    Wire wire;
    const char *message = "";
};

using Fields = QHash<QString, Field>;

Fields number(Fields more)
{
    more.insert(QStringLiteral("startTimeUnixNano"), {2, Wire::Fixed});
    more.insert(QStringLiteral("timeUnixNano"), {3, Wire::Fixed});
    return more;
}

const QHash<QString, Fields> &messages()
{
    const auto s = [](const char *text) { return QString::fromLatin1(text); };
    static const QHash<QString, Fields> all{
        {s("request"), {{s("resourceSpans"), {1, Wire::Message, "resourceSpans"}}, {s("resourceMetrics"), {1, Wire::Message, "resourceMetrics"}},
                        {s("resourceLogs"), {1, Wire::Message, "resourceLogs"}}}},
        {s("resourceSpans"), {{s("resource"), {1, Wire::Message, "resource"}}, {s("scopeSpans"), {2, Wire::Message, "scopeSpans"}}}},
        {s("resourceMetrics"), {{s("resource"), {1, Wire::Message, "resource"}}, {s("scopeMetrics"), {2, Wire::Message, "scopeMetrics"}}}},
        {s("resourceLogs"), {{s("resource"), {1, Wire::Message, "resource"}}, {s("scopeLogs"), {2, Wire::Message, "scopeLogs"}}}},
        {s("scopeSpans"), {{s("scope"), {1, Wire::Message, "scope"}}, {s("spans"), {2, Wire::Message, "span"}}}},
        {s("scopeMetrics"), {{s("scope"), {1, Wire::Message, "scope"}}, {s("metrics"), {2, Wire::Message, "metric"}}}},
        {s("scopeLogs"), {{s("scope"), {1, Wire::Message, "scope"}}, {s("logRecords"), {2, Wire::Message, "log"}}}},
        {s("resource"), {{s("attributes"), {1, Wire::Message, "keyValue"}}, {s("droppedAttributesCount"), {2, Wire::Varint}}}},
        {s("scope"), {{s("name"), {1, Wire::Text}}, {s("version"), {2, Wire::Text}}}},
        {s("keyValue"), {{s("key"), {1, Wire::Text}}, {s("value"), {2, Wire::Message, "value"}}}},
        {s("value"), {{s("stringValue"), {1, Wire::Text}}, {s("boolValue"), {2, Wire::Bool}}, {s("intValue"), {3, Wire::Varint}},
                      {s("doubleValue"), {4, Wire::Double}}, {s("arrayValue"), {5, Wire::Message, "values"}},
                      {s("kvlistValue"), {6, Wire::Message, "members"}}, {s("bytesValue"), {7, Wire::Base64}}}},
        {s("values"), {{s("values"), {1, Wire::Message, "value"}}}},
        {s("members"), {{s("values"), {1, Wire::Message, "keyValue"}}}},
        {s("span"), {{s("traceId"), {1, Wire::Id}}, {s("spanId"), {2, Wire::Id}}, {s("traceState"), {3, Wire::Text}},
                     {s("parentSpanId"), {4, Wire::Id}}, {s("name"), {5, Wire::Text}}, {s("kind"), {6, Wire::Varint}},
                     {s("startTimeUnixNano"), {7, Wire::Fixed}}, {s("endTimeUnixNano"), {8, Wire::Fixed}},
                     {s("attributes"), {9, Wire::Message, "keyValue"}}, {s("events"), {11, Wire::Message, "event"}},
                     {s("links"), {13, Wire::Message, "link"}}, {s("status"), {15, Wire::Message, "status"}}}},
        {s("event"), {{s("timeUnixNano"), {1, Wire::Fixed}}, {s("name"), {2, Wire::Text}}, {s("attributes"), {3, Wire::Message, "keyValue"}}}},
        {s("link"), {{s("traceId"), {1, Wire::Id}}, {s("spanId"), {2, Wire::Id}}}},
        {s("status"), {{s("message"), {2, Wire::Text}}, {s("code"), {3, Wire::Varint}}}},
        {s("log"), {{s("timeUnixNano"), {1, Wire::Fixed}}, {s("severityNumber"), {2, Wire::Varint}}, {s("severityText"), {3, Wire::Text}},
                    {s("body"), {5, Wire::Message, "value"}}, {s("attributes"), {6, Wire::Message, "keyValue"}}, {s("traceId"), {9, Wire::Id}},
                    {s("spanId"), {10, Wire::Id}}, {s("observedTimeUnixNano"), {11, Wire::Fixed}}, {s("eventName"), {12, Wire::Text}}}},
        {s("metric"), {{s("name"), {1, Wire::Text}}, {s("unit"), {3, Wire::Text}}, {s("gauge"), {5, Wire::Message, "numbers"}},
                       {s("sum"), {7, Wire::Message, "numbers"}}, {s("histogram"), {9, Wire::Message, "histograms"}},
                       {s("exponentialHistogram"), {10, Wire::Message, "exponentials"}}, {s("summary"), {11, Wire::Message, "summaries"}}}},
        {s("numbers"), {{s("dataPoints"), {1, Wire::Message, "number"}}, {s("aggregationTemporality"), {2, Wire::Varint}}, {s("isMonotonic"), {3, Wire::Bool}}}},
        {s("histograms"), {{s("dataPoints"), {1, Wire::Message, "histogram"}}, {s("aggregationTemporality"), {2, Wire::Varint}}}},
        {s("exponentials"), {{s("dataPoints"), {1, Wire::Message, "exponential"}}, {s("aggregationTemporality"), {2, Wire::Varint}}}},
        {s("summaries"), {{s("dataPoints"), {1, Wire::Message, "summary"}}}},
        {s("number"), number({{s("asDouble"), {4, Wire::Double}}, {s("asInt"), {6, Wire::Signed}}, {s("attributes"), {7, Wire::Message, "keyValue"}}, {s("flags"), {8, Wire::Varint}}})},
        {s("histogram"), number({{s("count"), {4, Wire::Fixed}}, {s("sum"), {5, Wire::Double}}, {s("bucketCounts"), {6, Wire::PackedFixed}},
                                 {s("explicitBounds"), {7, Wire::PackedDouble}}, {s("attributes"), {9, Wire::Message, "keyValue"}},
                                 {s("min"), {11, Wire::Double}}, {s("max"), {12, Wire::Double}}})},
        {s("exponential"), number({{s("attributes"), {1, Wire::Message, "keyValue"}}, {s("count"), {4, Wire::Fixed}}, {s("sum"), {5, Wire::Double}},
                                   {s("scale"), {6, Wire::Varint}}, {s("min"), {12, Wire::Double}}, {s("max"), {13, Wire::Double}}})},
        {s("summary"), number({{s("count"), {4, Wire::Fixed}}, {s("sum"), {5, Wire::Double}}, {s("quantileValues"), {6, Wire::Message, "quantile"}},
                               {s("attributes"), {7, Wire::Message, "keyValue"}}})},
        {s("quantile"), {{s("quantile"), {1, Wire::Double}}, {s("value"), {2, Wire::Double}}}}};
    return all;
}

qint64 integerOf(const QJsonValue &value) { return value.isString() ? value.toString().toLongLong() : value.toInteger(); }

std::string encoded(const QString &message, const QJsonObject &object);

void write(protozero::pbf_writer &writer, const Field &field, const QJsonValue &value)
{
    const QByteArray bytes = value.toString().toUtf8();
    std::vector<quint64> integers;
    std::vector<double> doubles;
    for (const QJsonValue &each : value.toArray()) {
        integers.push_back(static_cast<quint64>(integerOf(each)));
        doubles.push_back(each.toDouble());
    }
    switch (field.wire) {
    case Wire::Message: writer.add_message(field.number, encoded(QString::fromLatin1(field.message), value.toObject())); return;
    case Wire::Text: writer.add_string(field.number, bytes.toStdString()); return;
    case Wire::Id: writer.add_bytes(field.number, QByteArray::fromHex(bytes).toStdString()); return;
    case Wire::Base64: writer.add_bytes(field.number, QByteArray::fromBase64(bytes).toStdString()); return;
    case Wire::Fixed: writer.add_fixed64(field.number, static_cast<quint64>(integerOf(value))); return;
    case Wire::Signed: writer.add_sfixed64(field.number, integerOf(value)); return;
    case Wire::Double: writer.add_double(field.number, value.toDouble()); return;
    case Wire::Varint: writer.add_int64(field.number, integerOf(value)); return;
    case Wire::Bool: writer.add_bool(field.number, value.toBool()); return;
    case Wire::PackedFixed: writer.add_packed_fixed64(field.number, integers.begin(), integers.end()); return;
    case Wire::PackedDouble: writer.add_packed_double(field.number, doubles.begin(), doubles.end()); return;
    }
}

std::string encoded(const QString &message, const QJsonObject &object)
{
    std::string bytes;
    protozero::pbf_writer writer(bytes);
    const Fields fields = messages().value(message);
    for (auto member = object.begin(); member != object.end(); ++member) {
        if (!fields.contains(member.key()))
            QTest::qFail(qPrintable(QStringLiteral("no field %1 in %2").arg(member.key(), message)), __FILE__, __LINE__);
        const Field field = fields.value(member.key(), {1, Wire::Text});
        const bool isRepeated = member->isArray() && field.wire == Wire::Message;
        const QJsonArray values = isRepeated ? member->toArray() : QJsonArray{*member};
        for (const QJsonValue &value : values)
            write(writer, field, value);
    }
    return bytes;
}

} // namespace

QByteArray otlpProtobuf(const QByteArray &json)
{
    return QByteArray::fromStdString(encoded(QStringLiteral("request"), QJsonDocument::fromJson(json).object()));
}

} // namespace qd::test
