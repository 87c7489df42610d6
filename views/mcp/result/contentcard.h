#pragma once

#include "mcp/mcptypes.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace qd {

/// One piece of a result. Text is plain; a picture is decoded and a sound handed on only when asked for; a link is never
/// followed by itself. GUI thread.
class ContentCard final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ContentCard)

public:
    /// `theme` is borrowed; `number` ends the object names of its parts.
    ContentCard(const McpContent &part, int number, const Theme &theme, QWidget *parent = nullptr);

    /// The piece as text, for the clipboard.
    [[nodiscard]] QString text() const;

signals:
    void saveRequested(const qd::McpContent &part);
    /// A sound in the player of the desktop.
    void playRequested(const qd::McpContent &part);
    /// The resource that a link names, from the server it came from.
    void readRequested(const QString &uri);
    /// A link to the web, outside of this program.
    void openRequested(const QString &url);

private:
    void build();
    void addHead(const QString &what);
    void addText(const QString &text);
    void addLink();
    QPushButton *addButton(const char *name, const QString &text, const QString &accessible);
    void showPicture();

    const McpContent m_part;
    const int m_number;
    const Theme &m_theme;
    QVBoxLayout *m_column;
    QWidget *m_head = nullptr;
    QLabel *m_picture = nullptr;
};

} // namespace qd
