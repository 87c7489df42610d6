#pragma once

#include "theme/theme.h"

#include <QStringList>
#include <QWidget>

class QListWidget;
class QTextBrowser;

namespace qd {

/// The user guide: topics at the left, the page at the right. Markdown without HTML; links lead to other topics only.
class HelpPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HelpPage)

public:
    /// `folder` holds the pages as `name`.md, in the order of `names`. Pages are read when they are opened.
    HelpPage(const Theme &theme, const QString &folder, const QStringList &names, QWidget *parent = nullptr);

    /// Opens the topic; does nothing for an unknown one.
    void open(const QString &name);
    [[nodiscard]] QString current() const { return m_current; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void load(const QString &name);
    void restyle();

    const Theme &m_theme;
    const QString m_folder;
    const QStringList m_names;
    QString m_current;
    QListWidget *m_topics;
    QTextBrowser *m_text;
};

} // namespace qd
