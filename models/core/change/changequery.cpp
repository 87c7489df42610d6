#include "change/changequery.h"

#include "slo/kqltext.h"
#include "slo/slidialect.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace qd {

namespace {

struct TelemetryEvent {
    QLatin1String name;  ///< of the custom event
    QLatin1String word;  ///< column "kind"
    ChangeKind kind;
    QLatin1String subject;
};

constexpr std::array<TelemetryEvent, 7> telemetryEvents{{
    {QLatin1String("Deployment"), QLatin1String("deployment"), ChangeKind::Deployment, QLatin1String("Build")},
    {QLatin1String("SlotSwap"), QLatin1String("slot-swap"), ChangeKind::SlotSwap, QLatin1String("Swap to")},
    {QLatin1String("PromptVersion"), QLatin1String("prompt-version"), ChangeKind::PromptVersion, QLatin1String("Prompt")},
    {QLatin1String("BudgetState"), QLatin1String("budget-state"), ChangeKind::Budget, QLatin1String("Budget")},
    {QLatin1String("AppSettings"), QLatin1String("app-settings"), ChangeKind::SiteSettings, QLatin1String("Settings")},
    {QLatin1String("Restart"), QLatin1String("restart"), ChangeKind::Other, QLatin1String("Restart:")},
    {QLatin1String("Chaos"), QLatin1String("chaos"), ChangeKind::Chaos, QLatin1String("Chaos")}}};

const TelemetryEvent *telemetryEvent(const QString &word)
{
    const auto found = std::ranges::find(telemetryEvents, word, &TelemetryEvent::word);
    return found == telemetryEvents.end() ? nullptr : &*found;
}

QString telemetryNames()
{
    QStringList names;
    for (const TelemetryEvent &event : telemetryEvents)
        names.append(u'"' % event.name % u'"');
    return names.join(QLatin1String(", "));
}

/// case(name == "Deployment", "deployment", …, "other")
QString telemetryKinds(const QString &name)
{
    QString text = QStringLiteral("case(");
    for (const TelemetryEvent &event : telemetryEvents)
        text += name % QLatin1String(" == \"") % event.name % QLatin1String("\", \"") % event.word % QLatin1String("\", ");
    return text % QLatin1String("\"other\")");
}

QString telemetryDetail(const Table &reply, size_t row)
{
    const QString where = reply.text(row, u"detail");
    const QString previous = reply.text(row, u"previous");
    QStringList detail;
    if (!where.isEmpty())
        detail.append(where);
    if (!previous.isEmpty())
        detail.append(QStringLiteral("was ") % previous);
    return changeText(detail.join(QLatin1String(", ")));
}

/// "Prompt v8", detail "support-triage, was v7".
Change telemetryChange(const Table &reply, size_t row, Instant at)
{
    const QString word = changeText(reply.text(row, u"kind"));
    const TelemetryEvent *event = telemetryEvent(word);
    const QString subject = event ? QString(event->subject) : QStringLiteral("Change");
    Change change{.at = at, .kind = event ? event->kind : ChangeKind::Other,
                  .title = changeText(subject % u' ' % reply.text(row, u"title")), .detail = telemetryDetail(reply, row),
                  .source = telemetryChangeSource()};
    change.id = ChangeId(QStringLiteral("telemetry/%1/%2/%3/%4")
                             .arg(word, QString::number(at.time_since_epoch().count()), change.title, change.detail));
    return change;
}

/// "25 % of northwind", "100 % of every tenant"
QString chaosReach(const Table &reply, size_t row)
{
    const QString tenant = changeText(reply.text(row, u"detail"));
    const QString percent = changeText(reply.text(row, u"percent"));
    const QString who = tenant.isEmpty() || tenant == u"*" ? QStringLiteral("every tenant") : tenant;
    return percent.isEmpty() ? who : QString(percent % QStringLiteral(" % of ") % who);
}

bool isChaosEnd(const QString &mode)
{
    return mode.isEmpty() || mode == QLatin1String("off") || mode == QLatin1String("stopped") || mode == QLatin1String("ended");
}

std::optional<Instant> chaosUntil(const QString &text)
{
    const QDateTime until = QDateTime::fromString(text.left(40), Qt::ISODate);
    return until.isValid() ? std::optional(toInstant(until)) : std::nullopt;
}

/// Runs of the fault injector: a row begins or ends one.
class ChaosRuns
{
public:
    void read(const Table &reply, size_t row, Instant at)
    {
        const QString run = changeText(reply.text(row, u"run"));
        const auto known = m_index.constFind(run);
        if (isChaosEnd(reply.text(row, u"title"))) {
            if (known != m_index.cend() && !m_runs.at(*known).end)
                m_runs[*known].end = at;
            return;
        }
        if (known != m_index.cend())
            return;
        Change change = telemetryChange(reply, row, at);
        change.detail = chaosReach(reply, row);
        if (!run.isEmpty())
            change.id = ChangeId(QStringLiteral("chaos/") % run);
        m_index.insert(run.isEmpty() ? change.id.value : run, m_runs.size());
        m_runs.append(change);
        m_until.append(chaosUntil(reply.text(row, u"until")));
    }
    /// A fault ends by itself when its time is over.
    [[nodiscard]] QList<Change> runs(Instant now)
    {
        for (qsizetype i = 0; i < m_runs.size(); ++i) {
            if (!m_runs.at(i).end && m_until.at(i) && *m_until.at(i) <= now)
                m_runs[i].end = m_until.at(i);
            m_runs[i].isOngoing = !m_runs.at(i).end;
        }
        return m_runs;
    }

private:
    QList<Change> m_runs;
    QList<std::optional<Instant>> m_until;
    QHash<QString, qsizetype> m_index;
};

QList<size_t> rowsByTime(const Table &reply)
{
    QList<size_t> rows;
    for (size_t row = 0; row < reply.rowCount(); ++row)
        if (reply.instant(row, u"at"))
            rows.append(row);
    std::ranges::stable_sort(rows, {}, [&reply](size_t row) { return *reply.instant(row, u"at"); });
    return rows;
}

} // namespace

QString telemetryChangeSource() { return QStringLiteral("telemetry"); }

QString buildChangeQuery(TelemetrySchema schema, TimeSpanRange range)
{
    const SliDialect dialect = sliDialect(SliSource::Events, schema);
    const auto read = [&dialect](QLatin1String key) { return kqltext::dynamicField(dialect.bag, key); };
    const QString events = QStringLiteral("%1\n| where %2 >= %3 and %2 < %4 and %5 in (%6)")
                               .arg(dialect.table, dialect.time, kqltext::dateTime(range.from), kqltext::dateTime(range.to),
                                    dialect.name, telemetryNames());
    const QString title = QStringLiteral("case(%1 == \"BudgetState\", %2, %1 == \"Chaos\", iff(%2 == \"ended\", \"ended\", %3), %1 == \"Restart\", %4, %5)")
                              .arg(dialect.name, read(QLatin1String("state")), read(QLatin1String("mode")), read(QLatin1String("reason")),
                                   read(QLatin1String("version")));
    const QString detail = QStringLiteral("case(%1 == \"PromptVersion\", %2, %1 == \"BudgetState\" or %1 == \"Chaos\", %3, %4)")
                               .arg(dialect.name, read(QLatin1String("agent")), read(QLatin1String("tenant")), read(QLatin1String("slot")));
    const QString columns
        = QStringLiteral("\n| project at = %1,\n    kind = %2,\n    title = %3,\n    detail = %4,\n    previous = %5,\n    run = %6,\n    until = %7,\n    percent = %8\n| order by at asc")
              .arg(dialect.time, telemetryKinds(dialect.name), title, detail, read(QLatin1String("previous")),
                   read(QLatin1String("run")), read(QLatin1String("until")), read(QLatin1String("percent")));
    return events % columns;
}

Result<QList<Change>> readChanges(const Table &reply, Instant now)
{
    static constexpr std::array<QStringView, 4> columns{u"at", u"kind", u"title", u"detail"};
    for (const QStringView column : columns)
        if (!reply.columnIndex(column))
            return Error{.kind = ErrorKind::Decode,
                         .message = QStringLiteral("The reply about changes has no column “%1”.").arg(column)};
    QList<Change> changes;
    ChaosRuns chaos;
    for (const size_t row : rowsByTime(reply)) {
        const Instant at = *reply.instant(row, u"at");
        if (reply.text(row, u"kind") == QLatin1String("chaos"))
            chaos.read(reply, row, at);
        else
            changes.append(telemetryChange(reply, row, at));
    }
    changes.append(chaos.runs(now));
    std::ranges::stable_sort(changes, {}, &Change::at);
    return changes;
}

} // namespace qd
