#pragma once

#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTreeView;

namespace qd {

class CodePane;

/// JSON as a tree, with the path of what is chosen, and copies of it; text that is too large for a tree, or no JSON, is
/// shown as text. GUI thread.
class JsonTreePane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonTreePane)

public:
    /// `theme` is borrowed; `name` begins the object names of its parts.
    JsonTreePane(const Theme &theme, const QString &name, const QString &accessibleName, QWidget *parent = nullptr);

    void setJson(const QString &text);

private:
    QWidget *makeFoot(const QString &name);
    void copy(int role) const;
    void showPath();

    QString m_json;
    QStackedWidget *m_stack;
    QTreeView *m_tree;
    CodePane *m_text;
    QLabel *m_path = nullptr;
};

} // namespace qd
