"""关于: who runs this, under which filing, and where to say what is wrong with it."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from backend.public import PublicDoor, channels
from backend.serializers import AboutOut


class PublicAboutView(PublicDoor):
    """GET /public/about."""

    fresh_seconds = 300

    @extend_schema(responses=AboutOut, auth=[])
    def get(self, request: Request) -> Response:
        """主办单位, 备案号 and 意见反馈, as the installation sets them."""
        return Response(
            {
                "sponsor": settings.ABOUT_SPONSOR,
                "filing": settings.ABOUT_FILING,
                "feedback": [one for one in settings.ABOUT_FEEDBACK if one],
                "channels": list(channels()),
                "demonstration": settings.DEMONSTRATION,
            }
        )
