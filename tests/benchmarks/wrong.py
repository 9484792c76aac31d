"""flask_sync, but for one thing: it forgets the tags of articles."""

from variants.flask_sync import create_app as create_right_app


def create_app():
    """Create the application that is wrong."""
    app = create_right_app()

    @app.after_request
    def forget(response):
        if response.is_json:
            response.data = response.data.replace(b'"tagList":["', b'"tagList":["not-')
        return response

    return app
