#pragma once

#include "clock.h"
#include "trace/spanrole.h"
#include "trace/traceids.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace qd {

/// Names and values as telemetry sent them, sorted by name. Values of any length; nested ones are JSON text.
using SpanAttributes = QList<std::pair<QString, QString>>;

/// The value of `name`, or an empty text.
QString attributeOf(const SpanAttributes &attributes, QStringView name);

/// Something that happened at a point of time inside a span: an exception, a log line, a custom event. A value.
struct SpanEvent {
    enum class Kind { Exception, Log, Custom };
    Kind kind = Kind::Log;
    Instant at;
    QString name;    ///< type of the exception, name of the event; empty for a log line
    QString message;
    int severity = 1; ///< 0 verbose … 4 critical
    SpanAttributes attributes;
    bool operator==(const SpanEvent &) const = default;
};

/// One timed operation of a trace. Texts are plain and may be hostile. A value.
struct Span {
    /// Evaluation: made of an evaluation event. Missing: others name it as their parent, but it was not in the reply.
    enum class Kind { Request, Dependency, Evaluation, Missing };

    SpanId id;
    SpanId parentId;
    Kind kind = Kind::Dependency;
    SpanRole role = SpanRole::Other;
    QString name;
    QString target;     ///< whom it called
    QString type;       ///< "Http", "InProc", "SQL", …
    QString data;       ///< URL or command
    QString resultCode;
    QString service;    ///< cloud_RoleName
    QString instance;   ///< cloud_RoleInstance
    Instant start;
    Microseconds duration{0};
    Microseconds skew{0}; ///< what the correction of clock skew has added to `start`
    bool isFailed = false;
    std::optional<qint64> inputTokens;
    std::optional<qint64> outputTokens;
    std::optional<double> cost; ///< USD, of this call alone
    SpanAttributes attributes;
    QList<SpanEvent> events;    ///< oldest first

    [[nodiscard]] Instant end() const { return start + duration; }
    [[nodiscard]] QString attribute(QStringView key) const { return attributeOf(attributes, key); }
    bool operator==(const Span &) const = default;
};

/// The tool that the span calls ("search_orders"), or an empty text.
QString toolOfSpan(const Span &span);
/// The server or model deployment that the span talks to, for the waterfall's right column.
QString serverOfSpan(const Span &span);
/// What went wrong, in a few words: the exception's message, the error's class, or the result code. Empty when nothing did.
QString errorOfSpan(const Span &span);

} // namespace qd
