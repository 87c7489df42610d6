#pragma once

#include "slo/slotile.h"
#include "theme/theme.h"
#include "widgets/statusglyph.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace qd {

/// The window pairs of one tile as rows: windows, burn in each, the factor that fires, events, and whether it fires.
class BurnTableModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BurnTableModel)

public:
    enum class Column { Windows, LongBurn, ShortBurn, Factor, Events, State, Count };
    enum Role { GlyphRole = Qt::UserRole + 1, ToneRole };

    explicit BurnTableModel(QObject *parent = nullptr);

    void setReadings(const QList<BurnReading> &readings);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<BurnReading> m_readings;
};

/// The burn table: compact, read-only, a glyph and a word for each pair. GUI thread.
class BurnTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BurnTable)

public:
    /// `theme` is borrowed and must outlive the widget.
    explicit BurnTable(const Theme &theme, QWidget *parent = nullptr);

    void setReadings(const QList<BurnReading> &readings);

private:
    void fitHeight();

    BurnTableModel *m_model;
};

} // namespace qd
