#include "shell/bannerarea.h"

#include "shell/bannerrow.h"

#include <QVBoxLayout>

namespace qd {

namespace {
constexpr qsizetype maxBanners = 4;
}

BannerArea::BannerArea(const Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("bannerArea"));
    m_layout->setContentsMargins(space::l, space::s, space::l, 0);
    m_layout->setSpacing(space::xs);
    hide();
}

void BannerArea::showBanner(const Banner &banner)
{
    if (BannerRow *row = m_rows.value(banner.id)) {
        row->setBanner(banner);
        return;
    }
    while (m_order.size() >= maxBanners)
        dismiss(m_order.first());
    auto *row = new BannerRow(m_theme, banner, this);
    connect(row, &BannerRow::dismissRequested, this, [this, id = banner.id] { dismiss(id); });
    connect(row, &BannerRow::actionRequested, this, [this, id = banner.id] { emit actionRequested(id); });
    m_layout->addWidget(row);
    m_rows.insert(banner.id, row);
    m_order.append(banner.id);
    show();
}

void BannerArea::dismiss(const QString &id)
{
    BannerRow *row = m_rows.take(id);
    if (!row)
        return;
    m_order.removeAll(id);
    row->hide();
    row->deleteLater();
    setVisible(!m_order.isEmpty());
}

} // namespace qd
