#pragma once

#include "error.h"
#include "trace/trace.h"

#include <QObject>

#include <memory>
#include <optional>

namespace qd {

/// The one trace that is open, as an immutable value shared with whoever draws it, and which span is wanted. GUI thread.
class TraceStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TraceStore)

public:
    /// Searching: the trace's id is being looked for (an exemplar). NotFound: nothing in telemetry fits.
    enum class State { Closed, Searching, Loading, Ready, NotFound, Failed };

    explicit TraceStore(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] TraceId id() const { return m_id; }
    /// Never null; empty before the first trace. While another one is loading the last one stays.
    [[nodiscard]] const std::shared_ptr<const Trace> &trace() const { return m_trace; }
    /// Index of the span to show first, or -1.
    [[nodiscard]] int focus() const { return m_focus; }
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] std::optional<Instant> asOf() const { return m_asOf; }
    /// What the trace was looked for by, in words ("exemplar of Task success"); may be empty.
    [[nodiscard]] QString purpose() const { return m_purpose; }

    void search(const QString &purpose);
    void load(const TraceId &id, const QString &purpose);
    void apply(std::shared_ptr<const Trace> trace, int focus, Instant asOf);
    void fail(const Error &error);
    void notFound();
    void close();

signals:
    void changed();

private:
    void setState(State state, const std::optional<Error> &error = std::nullopt);

    State m_state = State::Closed;
    TraceId m_id;
    std::shared_ptr<const Trace> m_trace = std::make_shared<const Trace>();
    int m_focus = -1;
    std::optional<Error> m_error;
    std::optional<Instant> m_asOf;
    QString m_purpose;
};

} // namespace qd
