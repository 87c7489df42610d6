#include "overview/tilepanel.h"

#include "widgets/burntable.h"
#include "widgets/chartpanel.h"
#include "widgets/factlist.h"
#include "widgets/labels.h"
#include "widgets/slocharts.h"
#include "widgets/tilefacts.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace qd {

TilePanel::TilePanel(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_chart(new ChartPanel(theme, QStringLiteral("tileChart"), this))
{
    setObjectName(QStringLiteral("tilePanel"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(space::s);
    layout->addWidget(m_chart, 62);
    layout->addWidget(makeSide(theme), 38);
    connect(m_chart, &ChartPanel::markerActivated, this, &TilePanel::markerActivated);
}

QWidget *TilePanel::makeSide(const Theme &theme)
{
    auto *side = new QFrame(this);
    side->setObjectName(QStringLiteral("tileSide"));
    side->setProperty("qdRole", QStringLiteral("panel"));
    m_burnTitle = makeLabel(side, QStringLiteral("burnTitle"), "panelTitle");
    m_burn = new BurnTable(theme, side);
    m_facts = new FactList(side);
    m_sentence = makeLabel(side, QStringLiteral("tileSentence"));
    m_description = makeLabel(side, QStringLiteral("tileDescription"), "secondary");
    m_sentence->setWordWrap(true);
    m_description->setWordWrap(true);
    m_open = new QPushButton(tr("Open detail"), side);
    m_open->setObjectName(QStringLiteral("openDetail"));
    auto *head = new QHBoxLayout;
    head->addWidget(m_burnTitle, 1);
    head->addWidget(m_open);
    auto *facts = new QVBoxLayout;
    facts->setContentsMargins(space::s, space::xs, 0, 0);
    facts->setSpacing(space::s);
    facts->addWidget(m_sentence);
    facts->addWidget(m_facts);
    facts->addWidget(m_description);
    auto *layout = new QVBoxLayout(side);
    layout->setContentsMargins(space::l - space::s, space::s, space::m, space::s);
    layout->setSpacing(space::xs);
    head->setContentsMargins(space::s, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_burn);
    layout->addLayout(facts);
    layout->addStretch();
    connect(m_open, &QPushButton::clicked, this, [this] { emit openRequested(m_tile.id); });
    return side;
}

void TilePanel::setTile(const SloTile &tile)
{
    m_tile = tile;
    refreshChart();
    m_burnTitle->setText(tr("Burn rate"));
    m_burn->setReadings(tile.readings);
    m_sentence->setText(sentenceOf(tile));
    m_description->setText(tile.definition.description);
    m_facts->setFacts(tileFacts(tile));
    m_open->setAccessibleName(tr("Open detail of %1").arg(tile.definition.title));
}

void TilePanel::setRangeText(const QString &text)
{
    if (m_rangeText == text)
        return;
    m_rangeText = text;
    refreshChart();
}

void TilePanel::setMarkers(const QList<Change> &markers)
{
    if (m_markers == markers)
        return;
    m_markers = markers;
    refreshChart();
}

void TilePanel::refreshChart()
{
    m_chart->setSpec(sliChartSpec(m_tile, m_tile.series, m_markers, m_rangeText));
    m_chart->setMessage(sentenceOf(m_tile));
}

// In little height the least important words go first, instead of everything being squeezed.
void TilePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_description->setVisible(height() >= 360);
    m_facts->setVisible(height() >= 320);
}

} // namespace qd
