#pragma once

#include "shell/paletteentry.h"

#include <QAbstractListModel>
#include <QList>

#include <functional>

namespace qd {

/// A kind of thing that the palette finds. `entries` gets the typed text without the prefix.
struct PaletteSource {
    QChar prefix;           ///< '>', '@', ':'
    QString name;           ///< "commands"
    bool isFuzzy = true;    ///< rank by fuzzy match; otherwise the entries come as they should be shown
    bool isInAll = true;    ///< also searched when no prefix is typed
    std::function<QList<PaletteEntry>(const QString &typed)> entries;
};

/// What the palette lists for the typed text, best first, at most 50 lines. GUI thread.
class PaletteModel final : public QAbstractListModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaletteModel)

public:
    enum Role { EntryRole = Qt::UserRole + 1, MatchRole }; ///< PaletteEntry; QList<qsizetype> matched characters of the title

    explicit PaletteModel(QObject *parent = nullptr);

    void addSource(const PaletteSource &source) { m_sources.append(source); }
    /// Searches anew. A first character that is a source's prefix picks that source alone.
    void setTyped(const QString &typed);

    [[nodiscard]] const PaletteEntry &entry(int row) const { return m_rows.at(row).entry; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row {
        PaletteEntry entry;
        int score = 0;
        QList<qsizetype> matched;
    };
    static void collect(const PaletteSource &source, const QString &typed, QList<Row> &rows);

    QList<PaletteSource> m_sources;
    QList<Row> m_rows;
};

} // namespace qd

Q_DECLARE_METATYPE(qd::PaletteEntry)
