#include "query/columnpanel.h"

#include "format.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"

#include <QFontMetrics>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace qd {

namespace {

constexpr int topRow = 22;

QString shareText(qint64 part, qint64 whole)
{
    return QString(format::number(static_cast<double>(part)) % QStringLiteral("  (") % format::percent(whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0, 1) % u')');
}

QList<std::pair<QString, QString>> statFacts(const query::ColumnStats &stats)
{
    QList<std::pair<QString, QString>> facts{{ColumnPanel::tr("rows"), format::number(static_cast<double>(stats.rows))},
                                             {ColumnPanel::tr("null"), shareText(stats.nulls, stats.rows)},
                                             {ColumnPanel::tr("distinct"), format::number(static_cast<double>(stats.distinct))}};
    if (stats.hasNumbers) {
        const auto text = [&stats](double value) { return query::statText(stats.type, value); };
        facts << std::pair(ColumnPanel::tr("least"), text(stats.least)) << std::pair(ColumnPanel::tr("most"), text(stats.most)) << std::pair(ColumnPanel::tr("mean"), text(stats.mean))
              << std::pair(ColumnPanel::tr("p50"), text(stats.median)) << std::pair(ColumnPanel::tr("p95"), text(stats.percentile95));
    } else if (stats.longest > 0) {
        facts << std::pair(ColumnPanel::tr("bytes"), ColumnPanel::tr("%1 to %2").arg(stats.shortest).arg(stats.longest));
    }
    return facts;
}

} // namespace

/// The most frequent values, one line each, with a bar as long as their share of the first.
class ColumnPanel::TopValues final : public QWidget
{
public:
    TopValues(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme) { setObjectName(QStringLiteral("statsTop")); }

    void setTop(const QList<query::ValueCount> &top, qint64 rows)
    {
        m_top = top;
        m_rows = rows;
        QStringList spoken;
        for (const query::ValueCount &value : top)
            spoken.append(QString(value.text % QStringLiteral(": ") % QString::number(value.count)));
        setAccessibleName(spoken.join(QStringLiteral(", ")));
        setFixedHeight(topRow * static_cast<int>(top.size()) + 2);
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setFont(monoFont(TextSize::Caption));
        const Tokens &tokens = m_theme.tokens();
        const QFontMetrics metrics(painter.font());
        for (qsizetype i = 0; i < m_top.size(); ++i) {
            const query::ValueCount &value = m_top.at(i);
            const QRect line(0, topRow * static_cast<int>(i), width(), topRow - 2);
            QColor bar = tokens.series(SeriesRole::Agent);
            bar.setAlphaF(tokens.isDark ? 0.32F : 0.18F);
            painter.setPen(Qt::NoPen);
            painter.setBrush(bar);
            const double share = static_cast<double>(value.count) / static_cast<double>(std::max<qint64>(1, m_top.constFirst().count));
            painter.drawRoundedRect(QRectF(line).adjusted(0, 1, (share - 1) * line.width(), -1), 2, 2);
            const QString count = QString(format::compact(static_cast<double>(value.count)) % QStringLiteral("  ") % format::percent(static_cast<double>(value.count) / static_cast<double>(std::max<qint64>(1, m_rows)), 1));
            const int room = metrics.horizontalAdvance(count) + 12;
            painter.setPen(value.text.isEmpty() ? tokens.text3 : tokens.text);
            painter.drawText(line.adjusted(6, 0, -room, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             metrics.elidedText(value.text.isEmpty() ? ColumnPanel::tr("(empty)") : value.text, Qt::ElideMiddle, line.width() - room - 6));
            painter.setPen(tokens.text2);
            painter.drawText(line.adjusted(0, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, count);
        }
    }

private:
    const Theme &m_theme;
    QList<query::ValueCount> m_top;
    qint64 m_rows = 0;
};

ColumnPanel::ColumnPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_title(makeLabel(this, QStringLiteral("statsTitle"), "panelTitle")), m_type(makeLabel(this, QStringLiteral("statsType"), "secondary")),
      m_facts(new FactList), m_topTitle(makeLabel(this, QStringLiteral("statsTopTitle"), "caption")), m_top(new TopValues(theme, this))
{
    setObjectName(QStringLiteral("columnPanel"));
    m_topTitle->setText(tr("Most frequent values"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    for (QWidget *part : {static_cast<QWidget *>(m_title), static_cast<QWidget *>(m_type), static_cast<QWidget *>(m_facts), static_cast<QWidget *>(m_topTitle), static_cast<QWidget *>(m_top)})
        layout->addWidget(part);
    layout->addStretch(1);
    connect(&theme, &Theme::changed, this, [this] { update(); });
    clear();
}

void ColumnPanel::setStats(const query::ColumnStats &stats)
{
    m_title->setText(stats.column);
    m_type->setText(columnTypeName(stats.type));
    m_facts->setFacts(statFacts(stats));
    m_top->setTop(stats.top, stats.rows);
    m_topTitle->setVisible(!stats.top.isEmpty());
}

void ColumnPanel::setCounting(const QString &column)
{
    m_title->setText(column);
    m_type->setText(tr("counting…"));
}

void ColumnPanel::clear()
{
    m_title->setText(tr("Column"));
    m_type->setText(tr("Go to a cell to see its column's statistics."));
    m_facts->setFacts({});
    m_top->setTop({}, 0);
    m_topTitle->hide();
}

} // namespace qd
