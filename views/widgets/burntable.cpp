#include "widgets/burntable.h"

#include "format.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

namespace qd {

namespace {

struct BurnVerdict {
    Glyph glyph;
    StatusTone tone;
    QString word;
};

BurnVerdict burnVerdict(const BurnReading &reading)
{
    const bool isPage = reading.pair.severity == BurnSeverity::Page;
    if (reading.isFiring && isPage)
        return {Glyph::Cross, StatusTone::Crit, BurnTableModel::tr("Firing, page")};
    if (reading.isFiring)
        return {Glyph::Bang, StatusTone::Warn, BurnTableModel::tr("Firing, ticket")};
    if (reading.isLowTraffic)
        return {Glyph::FlatLine, StatusTone::Info, BurnTableModel::tr("Too few events")};
    if (!reading.longBurn && !reading.shortBurn)
        return {Glyph::DashedRing, StatusTone::Unknown, BurnTableModel::tr("No events")};
    return {Glyph::Tick, StatusTone::Ok, BurnTableModel::tr("Within limit")};
}

/// "5 m", "1 h", "3 d": windows are always whole units.
QString burnWindow(std::chrono::minutes window)
{
    const qint64 minutes = window.count();
    if (minutes % 1440 == 0)
        return BurnTableModel::tr("%1 d").arg(minutes / 1440);
    return minutes % 60 == 0 ? BurnTableModel::tr("%1 h").arg(minutes / 60) : BurnTableModel::tr("%1 m").arg(minutes);
}

QString burnRateText(std::optional<double> burn)
{
    return burn ? format::burn(*burn) : QStringLiteral("–");
}

QString burnCell(const BurnReading &reading, BurnTableModel::Column column)
{
    switch (column) {
    case BurnTableModel::Column::Windows:
        return burnWindow(reading.pair.longWindow) % QStringLiteral(" + ") % burnWindow(reading.pair.shortWindow);
    case BurnTableModel::Column::LongBurn: return burnRateText(reading.longBurn);
    case BurnTableModel::Column::ShortBurn: return burnRateText(reading.shortBurn);
    case BurnTableModel::Column::Factor: return format::burn(reading.pair.factor);
    case BurnTableModel::Column::Events: return format::number(reading.longEvents);
    case BurnTableModel::Column::State: return burnVerdict(reading).word;
    case BurnTableModel::Column::Count: break;
    }
    return {};
}

QString burnHeader(BurnTableModel::Column column)
{
    switch (column) {
    case BurnTableModel::Column::Windows: return BurnTableModel::tr("Windows");
    case BurnTableModel::Column::LongBurn: return BurnTableModel::tr("Long");
    case BurnTableModel::Column::ShortBurn: return BurnTableModel::tr("Short");
    case BurnTableModel::Column::Factor: return BurnTableModel::tr("Fires at");
    case BurnTableModel::Column::Events: return BurnTableModel::tr("Events");
    case BurnTableModel::Column::State: return BurnTableModel::tr("State");
    case BurnTableModel::Column::Count: break;
    }
    return {};
}

bool burnIsNumber(int column)
{
    return column != static_cast<int>(BurnTableModel::Column::Windows)
        && column != static_cast<int>(BurnTableModel::Column::State);
}

/// The glyph in front of the state word.
class BurnStateDelegate final : public QStyledItemDelegate
{
public:
    BurnStateDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem shifted = option;
        shifted.rect.setLeft(option.rect.left() + 30);
        QStyledItemDelegate::paint(painter, shifted, index);
        const QRectF box(option.rect.left() + 15, option.rect.center().y() - 6.5, 14, 14);
        paintGlyph(*painter, box, static_cast<Glyph>(index.data(BurnTableModel::GlyphRole).toInt()),
                   static_cast<StatusTone>(index.data(BurnTableModel::ToneRole).toInt()), m_theme.tokens());
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(38, 0);
    }

private:
    const Theme &m_theme;
};

} // namespace

BurnTableModel::BurnTableModel(QObject *parent) : QAbstractTableModel(parent) {}

void BurnTableModel::setReadings(const QList<BurnReading> &readings)
{
    const int before = static_cast<int>(m_readings.size());
    const int after = static_cast<int>(readings.size());
    if (after < before)
        beginRemoveRows({}, after, before - 1);
    else if (after > before)
        beginInsertRows({}, before, after - 1);
    m_readings = readings;
    if (after < before)
        endRemoveRows();
    else if (after > before)
        endInsertRows();
    if (after > 0)
        emit dataChanged(index(0, 0), index(after - 1, columnCount() - 1));
}

int BurnTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_readings.size());
}

int BurnTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(Column::Count);
}

QVariant BurnTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const BurnReading &reading = m_readings.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return burnCell(reading, static_cast<Column>(index.column()));
    case Qt::AccessibleTextRole:
        return QString(burnHeader(static_cast<Column>(index.column())) % QLatin1Char(' ')
                       % burnCell(reading, static_cast<Column>(index.column())));
    case Qt::FontRole:
        return burnIsNumber(index.column()) ? monoFont() : uiFont(TextSize::Table);
    case Qt::TextAlignmentRole:
        return burnIsNumber(index.column()) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    case GlyphRole: return static_cast<int>(burnVerdict(reading).glyph);
    case ToneRole: return static_cast<int>(burnVerdict(reading).tone);
    default: return {};
    }
}

QVariant BurnTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return burnIsNumber(section) ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString header = burnHeader(static_cast<Column>(section));
    // Numbers end where the next column starts; a wide space keeps the last two headers apart.
    return section == static_cast<int>(Column::State) ? QString(QChar(0x2003) % header) : header;
}

BurnTable::BurnTable(const Theme &theme, QWidget *parent) : QTableView(parent), m_model(new BurnTableModel(this))
{
    setObjectName(QStringLiteral("burnTable"));
    setAccessibleName(tr("Burn rates by window pair"));
    setModel(m_model);
    setItemDelegateForColumn(static_cast<int>(BurnTableModel::Column::State), new BurnStateDelegate(theme, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setProperty("qdRole", QStringLiteral("plain"));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(height::row);
    horizontalHeader()->setFixedHeight(height::tableHeader);
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setFont(uiFont(TextSize::Table, TextWeight::Medium));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(static_cast<int>(BurnTableModel::Column::State), QHeaderView::ResizeToContents);
    horizontalHeader()->setMinimumSectionSize(56);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&theme, &Theme::changed, this, [this] { viewport()->update(); });
    fitHeight();
}

void BurnTable::setReadings(const QList<BurnReading> &readings)
{
    m_model->setReadings(readings);
    fitHeight();
}

void BurnTable::fitHeight()
{
    setFixedHeight(height::tableHeader + std::max(1, m_model->rowCount()) * height::row + 2);
}

} // namespace qd
