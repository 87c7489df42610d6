#pragma once

#include "gridworker.h"

#include <QAbstractTableModel>

namespace qd {

/// One result as a grid: rows come in pieces and are only ever added; an arrangement (filter, order, groups) is made by a
/// worker and then shown at once. Cells are made into text when they are looked at. Grouped, a line is either the head of a
/// group or, below an open one, a row. GUI thread.
class ResultGridModel final : public QAbstractTableModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResultGridModel)

public:
    enum Role {
        NullRole = Qt::UserRole + 1, ///< bool
        NumberRole,                  ///< bool: right-aligned
        GroupRole,                   ///< index of the group that this line heads, or -1
        OpenRole                     ///< bool: the group is expanded
    };
    /// What a line shows.
    struct Line {
        int group = -1;         ///< of a head
        std::uint32_t row = 0;  ///< of the result, when it is no head
    };

    explicit ResultGridModel(QObject *parent = nullptr);

    /// Rows that follow. The first piece brings the columns. While the rows are arranged they wait for complete().
    void append(const query::ResultSet::Piece &piece);
    /// No more rows come: what waited is arranged.
    void complete();
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

    void setArrangement(const query::Arrangement &arrangement);
    [[nodiscard]] const query::Arrangement &arrangement() const { return m_wanted; }
    /// Gives up what is being arranged; the order that is shown stays.
    void cancelArranging();
    [[nodiscard]] bool isArranging() const { return m_worker.isArranging(); }
    void setGroupOpen(int group, bool isOpen);
    void countColumn(size_t column);

    [[nodiscard]] const query::ResultSet &set() const { return m_set; }
    [[nodiscard]] Line lineAt(int line) const;
    /// Rows that the filters let through; all while there is none.
    [[nodiscard]] qint64 shownRows() const;
    /// The rows that are shown, in their order, without the heads.
    [[nodiscard]] query::RowList rows() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    /// Arranging or counting began or ended.
    void busyChanged();
    /// Another one is wanted, or is shown.
    void arrangementChanged();
    void counted(const qd::query::ColumnStats &stats, size_t column);

private:
    void take(const GridWorker::ArrangedPtr &made);
    void showLines(const GridWorker::ArrangedPtr &made, std::vector<std::uint32_t> starts);
    [[nodiscard]] static std::vector<std::uint32_t> lineStarts(const query::Arranged &made, const std::vector<bool> &open);
    [[nodiscard]] int lineCount(const query::Arranged *made, const std::vector<std::uint32_t> &starts) const;
    [[nodiscard]] QVariant headText(const Line &line, int column) const;
    [[nodiscard]] QVariant cellData(const Line &line, int column, int role) const;

    query::ResultSet m_set;
    bool m_isComplete = false;
    query::Arrangement m_wanted;
    GridWorker::ArrangedPtr m_shown;          ///< nothing: as the rows came
    std::vector<bool> m_open;                 ///< by group
    std::vector<std::uint32_t> m_starts;      ///< first line of each group, and one behind the last
    int m_lines = 0;
    GridWorker m_worker;
};

} // namespace qd
