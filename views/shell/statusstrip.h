#pragma once

#include "sourcehealth.h"
#include "theme/theme.h"

#include <QFrame>
#include <QList>

class QHBoxLayout;
class QLabel;

namespace qd {

class StatusItem;

/// The bar at the foot: how each source is doing, queries that run, and the keys worth knowing.
class StatusStrip final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatusStrip)

public:
    static constexpr qsizetype maxShown = 4; ///< further sources are counted

    explicit StatusStrip(const Theme &theme, QWidget *parent = nullptr);

    /// Draws the sources as of `now` (for "retry in 8 s").
    void setSources(const QList<SourceHealth> &sources, Instant now);
    void setHints(const QString &hints);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void setQueries(int running);

    const Theme &m_theme;
    QHBoxLayout *m_items;
    QList<StatusItem *> m_shown;
    QLabel *m_more;
    QLabel *m_queries;
    QLabel *m_hints;
};

/// "App Insights ok · 42 ms (lag 2m10s)", "orders-srv unreachable, retry in 8 s".
QString sourceWords(const SourceHealth &source, Instant now);
StatusTone sourceTone(SourceState state);

} // namespace qd
