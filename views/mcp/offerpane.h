#pragma once

#include "mcpserverstate.h"
#include "theme/theme.h"

#include <QAbstractItemModel>
#include <QFrame>

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace qd {

class BenchHint;

/// What the chosen server offers of one kind, with a filter over names, titles and descriptions; says why when there is
/// nothing. Rows are drawn only while they are seen. GUI thread.
class McpOfferPane final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(McpOfferPane)

public:
    enum class Kind { Tools, Prompts, Resources };

    /// `offers` has the columns and roles of McpOfferModel; both are borrowed.
    McpOfferPane(QAbstractItemModel &offers, const Theme &theme, QWidget *parent = nullptr);

    /// `what` names the kind: "tools".
    void setServer(const McpServerState &state, const QString &what);
    /// Which columns there are.
    void setKind(Kind kind);
    /// The row of this key, when it is listed.
    void choose(const QString &key);
    void focusFilter();
    /// The cursor is in the filter, and something is filtered.
    [[nodiscard]] bool isFiltering() const;
    /// Empties the filter when the cursor is in it; false: there was nothing to do.
    bool clearFilter();

signals:
    void chosen(const QString &key);
    void opened();

private:
    void makeTable(QAbstractItemModel &offers, const Theme &theme);
    void refresh();

    Kind m_kind = Kind::Tools;
    McpServerId m_server;
    McpServerState::Status m_status = McpServerState::Status::Idle;
    bool m_isListing = false;
    bool m_isStale = false;
    QString m_what;
    QSortFilterProxyModel *m_filtered;
    QLineEdit *m_filter;
    QStackedWidget *m_stack;
    QTableView *m_table = nullptr;
    BenchHint *m_hint;
    QLabel *m_note;
};

} // namespace qd
