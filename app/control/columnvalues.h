#pragma once

#include "azuremonitor/queryservice.h"
#include "clock.h"
#include "kql/assist.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QStringList>

namespace qd {

/// The values that were seen in columns, for completion: asked for only when completion wants them, one question at a
/// time, and none twice within ten minutes, since every question costs. A question that fails is not repeated either.
/// GUI thread.
class ColumnValues final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ColumnValues)

public:
    static constexpr std::chrono::minutes keptFor{10};
    static constexpr int mostValues = 50;

    /// Both are borrowed and must outlive this.
    ColumnValues(QueryService &service, const Clock &clock, QObject *parent = nullptr);
    ~ColumnValues() override;

    /// Asks for them unless they are known, were asked for lately, or are being asked for.
    void want(const kql::ValueSource &source);
    /// As in query::Catalog: the most frequent first; of a dynamic column its keys, each with the values that are known.
    [[nodiscard]] const QHash<QString, QStringList> &seen() const { return m_seen; }
    /// The question for these values: at most `mostValues` rows of one text.
    [[nodiscard]] static QString questionFor(const kql::ValueSource &source);

signals:
    void changed();

private:
    void askNext();
    void receive(const kql::ValueSource &source, const Result<QueryAnswer> &answer);

    QueryService &m_service;
    const Clock &m_clock;
    QHash<QString, QStringList> m_seen;
    QHash<QString, Instant> m_askedAt; ///< by question
    QList<kql::ValueSource> m_waiting;
    Call m_call;
    bool m_isAsking = false;
};

} // namespace qd
