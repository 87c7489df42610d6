#pragma once

#include "error.h"
#include "trace/tracequery.h"

#include <QObject>

#include <optional>

namespace qd {

/// The traces that the filter keeps, newest first, and how the last question for them went. GUI thread.
class TraceListStore final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TraceListStore)

public:
    enum class State { Empty, Loading, Ready, Failed };
    static constexpr qsizetype maxTraces = maxListedTraces; ///< the newest are kept

    explicit TraceListStore(QObject *parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const QList<TraceSummary> &traces() const { return m_traces; }
    [[nodiscard]] State state() const { return m_state; }
    /// Of the last question, when it failed; the list is then that of the last success.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] std::optional<Instant> asOf() const { return m_asOf; }
    /// There are more traces in the range than the list shows.
    [[nodiscard]] bool isCut() const { return m_isCut; }
    [[nodiscard]] QString filter() const { return m_filter; }

    /// A question with this filter is under way. The list stays until its answer comes.
    void begin(const QString &filter);
    /// The answer, newest first; only differences are signalled.
    void apply(const QList<TraceSummary> &traces, bool isCut, Instant asOf);
    void fail(const Error &error);
    /// Another account: nothing is known.
    void clear();

signals:
    void inserted(qsizetype row);
    void changed(qsizetype row);
    void removed(qsizetype row);
    /// State, error, age or filter differ; rows have been signalled before.
    void stateChanged();

private:
    void setState(State state, const std::optional<Error> &error);
    void removeRow(qsizetype row);

    QList<TraceSummary> m_traces;
    State m_state = State::Empty;
    std::optional<Error> m_error;
    std::optional<Instant> m_asOf;
    QString m_filter;
    bool m_isCut = false;
};

} // namespace qd
