#pragma once

#include "kql/assist.h"
#include "theme/theme.h"

#include <QListView>

class QStandardItemModel;

namespace qd {

/// The list under the cursor of what could stand there. Takes no focus: the editor hands it its keys. GUI thread.
class SuggestionList final : public QListView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SuggestionList)

public:
    static constexpr qsizetype most = 200; ///< suggestions listed

    /// `theme` is borrowed and must outlive the widget.
    SuggestionList(const Theme &theme, QWidget *parent);

    /// Shows the suggestions at `below` (in the parent's pixels), above the line of `lineHeight` when there is no room.
    void offer(const QList<kql::Suggestion> &suggestions, const QPoint &below, int lineHeight);
    void dismiss();
    [[nodiscard]] bool isOffering() const { return isVisible(); }
    [[nodiscard]] const kql::Suggestion *current() const;
    /// Handles the keys that move in the list; false for every other key.
    bool move(int key);

signals:
    void chosen();

private:
    const Theme &m_theme;
    QStandardItemModel *m_model;
    QList<kql::Suggestion> m_suggestions;
};

} // namespace qd
